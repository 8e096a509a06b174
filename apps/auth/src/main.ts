#!/usr/bin/env node
/** `span53-auth`. */
import { runServer } from '@span53/runtime';
import { authDefinition } from './definition.ts';

runServer(authDefinition(import.meta.url));
