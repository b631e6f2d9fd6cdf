import { startAlertForm } from './alert-form.ts';
import { addCall, drawCalls, startCallLog } from './call-log.ts';
import { startDiscord } from './discord/discord.ts';
import { byId } from './dom.ts';
import { drawPlaces, startFaultForm } from './fault-form.ts';
import { drawFaults } from './fault-list.ts';
import { startFaultPanel } from './fault-panel.ts';
import { linkWords } from './link-words.ts';
import { drawBox, startBox } from './message-box.ts';
import { drawModal, startModal } from './modal.ts';
import { type Platform, readCall, readChannel, readFaults, readMessage, readSnapshot } from './model.ts';
import { count, fields, json, text } from './read.ts';
import { drawPeople, drawSidebar } from './sidebar.ts';
import { channelName, keyOf, markSeen, nameOf, state, takeCall, takeSnapshot } from './state.ts';
import { startSwitch } from './switch.ts';
import { drawChange, drawTimeline } from './timeline.ts';
import { readView } from './view-model.ts';

let hasState = false;

const discord = startDiscord({ news: drawNews, places: drawPlaces });

function drawHead(): void {
  const channel = state.channels.find((each) => each.id === state.here);
  const name = channelName(state.here);
  byId('channel-title', HTMLElement).textContent = name;
  byId('channel-note', HTMLElement).textContent =
    channel?.dmWith != null
      ? `Between ${nameOf(channel.dmWith)} and ${state.bot.name}`
      : channel?.botIsMember
        ? ''
        : `${state.bot.name} is not a member here`;
  document.title = `${name} · ${nameOf(state.me)} · Reveille sandbox`;
}

function drawLink(open: boolean): void {
  const place = byId('link', HTMLElement);
  const { kind, words } = linkWords(open, state.connections);
  place.dataset.state = kind;
  place.textContent = words;
}

function drawPlace(toEnd: boolean): void {
  markSeen(state.me, state.here);
  drawHead();
  drawBox();
  drawSide();
  drawTimeline(toEnd);
  drawModal();
}

function drawSide(): void {
  drawSidebar((id) => {
    state.here = id;
    drawPlace(true);
    byId('box', HTMLInputElement).focus();
  });
  drawNews();
}

/** Who one can be, with what each has not read on either side. */
function drawNews(): void {
  drawPeople((id) => {
    state.me = id;
    const channel = state.channels.find((each) => each.id === state.here);
    if (channel?.dmWith != null) {
      state.here = state.channels.find((each) => each.dmWith === id)?.id ?? 'C0OPS';
    }
    drawPlace(true);
    discord.become();
  });
}

function takeFaults(value: unknown, platform: Platform): void {
  state.faults = [...state.faults.filter((each) => each.platform !== platform), ...readFaults(value, platform)];
  drawFaults();
}

function listen(): void {
  const events = new EventSource('/page/events');
  const on = (name: string, take: (data: unknown) => void): void => {
    events.addEventListener(name, (event) => take(json(event.data)));
  };
  events.addEventListener('error', () => {
    drawLink(false);
    discord.drawLink(false);
  });
  on('discord', (data) => {
    if (fields(data).kind === 'faults') {
      takeFaults(fields(data).faults, 'discord');
      return;
    }
    discord.takeChange(data);
  });
  on('snapshot', (data) => {
    takeSnapshot(readSnapshot(data), !hasState);
    discord.takeSnapshot(fields(data).discord, !hasState);
    hasState = true;
    drawPlace(true);
    drawCalls();
    drawPlaces();
    drawFaults();
    drawLink(true);
  });
  on('message', (data) => {
    const message = readMessage(fields(data).message);
    const key = keyOf(message.channel, message.ts);
    const isNew = !state.messages.has(key);
    state.messages.set(key, message);
    if (message.channel === state.here && !document.hidden) markSeen(state.me, state.here);
    drawChange(message, isNew);
    drawSide();
  });
  on('gone', (data) => {
    const it = fields(data);
    state.messages.delete(keyOf(text(it.channel), text(it.ts)));
    drawTimeline(false);
    drawSide();
  });
  on('channel', (data) => {
    state.channels = [...state.channels, readChannel(fields(data).channel)];
    drawSide();
    drawPlaces();
  });
  on('connections', (data) => {
    state.connections = count(fields(data).connections);
    drawLink(true);
  });
  on('view', (data) => {
    const view = readView(fields(data).view);
    if (view === null) state.views.delete(text(fields(data).person));
    else state.views.set(view.person, view);
    drawModal();
  });
  on('faults', (data) => takeFaults(fields(data).faults, 'slack'));
  on('call', (data) => {
    const call = readCall(data);
    takeCall(call);
    addCall(call);
  });
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden || !hasState) return;
  markSeen(state.me, state.here);
  drawSide();
  discord.seen();
});
// Not every browser lets the keyboard scroll what holds nothing to focus.
for (const id of ['scroll', 'discord-scroll']) byId(id, HTMLElement).tabIndex = 0;
startSwitch();
startBox();
startModal();
startAlertForm();
startCallLog();
startFaultPanel();
startFaultForm();
listen();
byId('box', HTMLInputElement).focus();
