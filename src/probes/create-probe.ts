import type { ProbeSpec } from '../core/plan.ts';
import type { Probe } from '../core/probe.ts';
import { createChatProbe } from './chat.ts';
import type { ProbeContext } from './context.ts';
import { createHttpProbe } from './http.ts';
import { createWebSocketProbe } from './websocket.ts';

/** The probe of a plan's entry. */
export function createProbe(spec: ProbeSpec, context: ProbeContext): Probe {
  switch (spec.kind) {
    case 'http':
      return createHttpProbe(spec, context);
    case 'websocket':
      return createWebSocketProbe(spec, context);
    case 'chat':
      return createChatProbe(spec, context);
  }
}
