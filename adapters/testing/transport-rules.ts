import { ABORTING_RULES } from './rules/aborting.ts';
import { CLOSING_RULES } from './rules/closing.ts';
import { EOF_RULES } from './rules/eof.ts';
import { ERROR_RULES } from './rules/errors.ts';
import { INTEGRITY_RULES } from './rules/integrity.ts';
import { MEMORY_RULES } from './rules/memory.ts';
import { ORDER_RULES } from './rules/order.ts';
import { READING_RULES } from './rules/reading.ts';
import { SENDING_RULES } from './rules/sending.ts';
import { SLOT_RULES } from './rules/slots.ts';
import { STATE_RULES } from './rules/states.ts';
import { THROUGH_RULES } from './rules/through.ts';
import { UNREAD_RULES } from './rules/unread.ts';
import { VALVE_RULES } from './rules/valves.ts';
import { WATERMARK_RULES } from './rules/watermarks.ts';
import { WRITING_RULES } from './rules/writing.ts';
import type { TransportRule } from './transport-rule.ts';

/** The contract of transports, as far as it can be seen from outside. */
export const transportRules: readonly TransportRule[] = [
  ...ORDER_RULES,
  ...READING_RULES,
  ...UNREAD_RULES,
  ...EOF_RULES,
  ...CLOSING_RULES,
  ...ABORTING_RULES,
  ...WRITING_RULES,
  ...WATERMARK_RULES,
  ...INTEGRITY_RULES,
  ...VALVE_RULES,
  ...MEMORY_RULES,
  ...ERROR_RULES,
  ...SENDING_RULES,
  ...THROUGH_RULES,
  ...SLOT_RULES,
  ...STATE_RULES,
];
