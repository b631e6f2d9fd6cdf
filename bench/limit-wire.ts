/**
 * How soon a page could be on the wire at best: nothing is kept, and every alert makes the calls that ours makes of it, by the same
 * client and with messages of the same size.
 */
import { WebClient } from '@slack/web-api';
import { fastify } from 'fastify';

const client = new WebClient(process.env.SLACK_BOT_TOKEN, {
  slackApiUrl: process.env.SLACK_API_URL ?? '',
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
});

const section = (text: string): object => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });
const button = (label: string): object => {
  const token = `rv1:${label.toLowerCase()}:inc_019aaaaaaaaa7000800000000000000a`;
  return { type: 'button', action_id: token, value: token, text: { type: 'plain_text', text: label } };
};
const blocksOf = (summary: string): object[] => [
  section(`🔴 *#1000*  *${summary}*`),
  { type: 'context', elements: [{ type: 'mrkdwn', text: 'critical · Service 1', verbatim: true }] },
  section(
    'Since <!date^1700000000^{time}|02:14>\n*Ada 1* paged <!date^1700000000^{time}|02:14> by DM …\n1 alert · web-3',
  ),
  { type: 'actions', elements: ['Acknowledge', 'Resolve', 'Escalate', 'More'].map(button) },
];

async function page(text: string, person: string): Promise<void> {
  const { channel } = await client.conversations.open({ users: person });
  await client.chat.postMessage({ channel: channel?.id ?? '', text, blocks: blocksOf(text) as never });
}

async function card(text: string, channel: string): Promise<void> {
  const { ts } = await client.chat.postMessage({ channel, text, blocks: blocksOf(text) as never });
  const words = [section('🔴 Triggered by *bench*\n📟 Paging <@U0BENCH1>')];
  await client.chat.postMessage({ channel, thread_ts: ts ?? '', text, blocks: words as never });
  await client.chat.update({ channel, ts: ts ?? '', text, blocks: blocksOf(text) as never });
}

const app = fastify({ logger: false });
app.post<{ Body: { routing_key: string; payload: { summary: string } } }>('/v2/enqueue', async (request, reply) => {
  const { routing_key, payload } = request.body;
  const service = Number(routing_key.slice(5));
  setImmediate(() => {
    void page(payload.summary, `U0BENCH${service}`);
    void card(payload.summary, `C0BENCH${service}`);
  });
  return reply.code(202).send({ status: 'success' });
});
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ address })}\n`);
process.once('SIGTERM', () => process.exit());
