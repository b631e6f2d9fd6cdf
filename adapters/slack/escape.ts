/**
 * The three characters that start a mention, a link or an entity.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeControl(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

const twins: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', '`': 'ˋ' };

/**
 * Data inside mrkdwn. Slack has no escape for its format characters and pairs them more loosely than it documents, so they
 * are replaced by twins that look the same and never pair. An underscore between letters never formats and is kept, so
 * that `my_metric_name` can be copied from a card.
 */
export function escapeText(text: string): string {
  return escapeControl(text)
    .replace(/[*~`]/g, (mark) => twins[mark] ?? mark)
    .replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (run) => 'ˍ'.repeat(run.length))
    .replace(/:(?!\d{1,2}:)(?=[\p{L}\p{N}_+'-]+:)/gu, ':\u2060');
}

/** Data inside a code span: nothing formats there, but entities still work and a backtick would end it. */
export function escapeCode(text: string): string {
  return escapeControl(text).replace(/`/g, 'ˋ');
}
