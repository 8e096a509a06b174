#!/usr/bin/env node
/** `span53-recursor`. */
import { runServer } from '@span53/runtime';
import { recursorDefinition } from './definition.ts';

runServer(recursorDefinition(import.meta.url));
