import type { ChatCore } from '../../src/chat/port.ts';

/** The part of the core that is about forms and completion, where a test is about something else. */
export const noForms: Pick<ChatCore, 'formFor' | 'form' | 'submit' | 'complete'> = {
  formFor: () => null,
  complete: async () => [],
  form: async () => {
    throw new Error('nobody asked for a form');
  },
  submit: async () => {
    throw new Error('nobody filled in a form');
  },
};
