import { startAlertForm } from './alert-form.ts';
import { addCall, drawCalls, startCallLog } from './call-log.ts';
import { byId } from './dom.ts';
import { drawPlaces, startFaultForm } from './fault-form.ts';
import { drawFaults } from './fault-list.ts';
import { startFaultPanel } from './fault-panel.ts';
import { drawBox, startBox } from './message-box.ts';
import { drawModal, startModal } from './modal.ts';
import { readCall, readChannel, readFault, readMessage, readSnapshot } from './model.ts';
import { count, fields, json, list, text } from './read.ts';
import { drawSidebar } from './sidebar.ts';
import { channelName, keyOf, markSeen, nameOf, state, takeCall, takeSnapshot } from './state.ts';
import { drawChange, drawTimeline } from './timeline.ts';
import { readView } from './view-model.ts';

let hasState = false;

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
  const { connections } = state;
  place.dataset.state = !open ? 'lost' : connections > 0 ? 'good' : 'idle';
  place.textContent = !open
    ? 'The sandbox does not answer; trying again'
    : connections > 0
      ? `Reveille is connected${connections > 1 ? ` (${connections} sockets)` : ''}`
      : 'Reveille is not connected';
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
  drawSidebar({
    person(id) {
      state.me = id;
      const channel = state.channels.find((each) => each.id === state.here);
      if (channel?.dmWith != null) {
        state.here = state.channels.find((each) => each.dmWith === id)?.id ?? 'C0OPS';
      }
      drawPlace(true);
    },
    channel(id) {
      state.here = id;
      drawPlace(true);
      byId('box', HTMLInputElement).focus();
    },
  });
}

function listen(): void {
  const events = new EventSource('/page/events');
  const on = (name: string, take: (data: unknown) => void): void => {
    events.addEventListener(name, (event) => take(json(event.data)));
  };
  events.addEventListener('error', () => drawLink(false));
  on('snapshot', (data) => {
    takeSnapshot(readSnapshot(data), !hasState);
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
  on('faults', (data) => {
    state.faults = list(fields(data).faults).map(readFault);
    drawFaults();
  });
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
});
// Not every browser lets the keyboard scroll what holds nothing to focus.
byId('scroll', HTMLElement).tabIndex = 0;
startBox();
startModal();
startAlertForm();
startCallLog();
startFaultPanel();
startFaultForm();
listen();
byId('box', HTMLInputElement).focus();
