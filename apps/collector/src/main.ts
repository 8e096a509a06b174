#!/usr/bin/env node
import { runServer } from '@span53/runtime';
import { collectorDefinition } from './definition.ts';

runServer(collectorDefinition);
