#!/usr/bin/env node
import { runCommandLine } from './command-line.ts';

const code = await runCommandLine(process.argv.slice(2));
process.exitCode = code;
// Agenda and the chat clients leave timers behind that nobody waits for.
setTimeout(() => process.exit(code), 200).unref();
