// Draws a run (the JSON beside this script) as a page. All text of a peer goes in as textContent.
const run = JSON.parse(document.getElementById('data').textContent);

const verdicts = [
  {name: 'FAILED', sign: '✗', colour: 'failed', says: 'breaks a MUST'},
  {name: 'NON-STRICT', sign: '≈', colour: 'non-strict', says: 'works, but breaks a SHOULD or an implied rule'},
  {name: 'NOT RUN', sign: '∅', colour: 'not-run', says: 'says nothing about the peer'},
  {name: 'UNIMPLEMENTED', sign: '–', colour: 'unimplemented', says: 'the peer does not offer this'},
  {name: 'INFORMATIONAL', sign: 'i', colour: 'informational', says: 'measured, not judged'},
  {name: 'OK', sign: '✓', colour: 'ok', says: 'as the standard wants it'},
];
const verdictOf = (name) => verdicts.find((v) => v.name === name) ?? verdicts[0];
const groupNames = {
  1: 'Framing: lengths', 2: 'Pings and pongs', 3: 'Reserved bits', 4: 'Opcodes', 5: 'Fragmentation',
  6: 'UTF-8', 7: 'Closing handshake', 9: 'Limits and performance', 10: 'Fragmentation by the peer',
  12: 'Compression: payloads', 13: 'Compression: parameters', 'HS-S': 'Opening handshake of a server',
};

/** Makes an element; strings become text nodes, never markup. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'colour') element.style.setProperty('--colour', `var(--${value})`);
    else if (name.includes('-')) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== ''));
  return element;
}

const octetsOf = (hex) => hex.match(/../g)?.map((pair) => parseInt(pair, 16)) ?? [];

/** The octets as text where they are printable UTF-8, else null. */
function readable(hex, whole) {
  try {
    const decoder = new TextDecoder('utf-8', {fatal: true});
    const text = decoder.decode(new Uint8Array(octetsOf(hex)), {stream: !whole});
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

function badges(outcome) {
  const verdict = verdictOf(outcome.verdict);
  const list = [make('span', {className: 'badge', colour: verdict.colour, title: verdict.says},
    `${verdict.sign} ${verdict.name}`)];
  if (outcome.close !== 'OK' && outcome.close !== 'INFORMATIONAL' && outcome.verdict !== 'NOT RUN') {
    list.push(make('span', {className: 'badge close', colour: 'non-strict',
      title: 'how the connection ended'}, `close: ${outcome.close}`));
  }
  return list;
}

/** Several peers side by side are told apart by letters; one needs none. */
const letterOf = (agent) => (run.agents.length > 1 ? String.fromCharCode(65 + run.agents.indexOf(agent)) : '');

function agentCard(agent) {
  const counts = verdicts.map((v) => ({...v,
    count: agent.outcomes.filter((o) => o.verdict === v.name).length}));
  const meter = make('div', {className: 'meter', role: 'img'});
  meter.setAttribute('aria-label', counts.map((c) => `${c.count} ${c.name}`).join(', '));
  const list = make('ul', {className: 'counts'});
  for (const c of [...counts].reverse()) {
    if (c.count === 0) continue;
    const part = make('span', {colour: c.colour});
    part.style.flex = String(c.count);
    meter.append(part);
    list.append(make('li', {}, make('span', {className: 'badge', colour: c.colour}, `${c.sign} ${c.name}`),
      ' ', make('b', {}, String(c.count))));
  }
  const conversations = agent.outcomes.reduce((sum, o) => sum + o.conversations, 0);
  return make('article', {className: 'agent'},
    make('h2', {}, letterOf(agent) && `${letterOf(agent)} · `, agent.agent || 'unknown'),
    make('p', {}, `${agent.role} ${agent.url} · ${agent.outcomes.length} cases · ${conversations} conversations`),
    agent.stopped_because ? make('p', {className: 'stopped'}, `Stopped early: ${agent.stopped_because}`) : null,
    meter, list);
}

const outcomesOf = new Map();
for (const agent of run.agents) {
  for (const outcome of agent.outcomes) {
    if (!outcomesOf.has(outcome.id)) outcomesOf.set(outcome.id, []);
    outcomesOf.get(outcome.id).push({agent, outcome});
  }
}

/** The octets of the peer's stream, by their place in it, as far as they were kept. */
function streamOf(entries, way) {
  const stream = new Map();
  for (const entry of entries) {
    if (!entry.octets || entry.frame || entry.way !== way) continue;
    octetsOf(entry.octets.hex).forEach((octet, i) => stream.set(entry.where[0] + i, octet));
  }
  return stream;
}

function drawOctets(range, stream, offences) {
  const line = make('div', {className: 'octets'});
  const most = 40;
  for (let at = range[0]; at < Math.min(range[1], range[0] + most); ++at) {
    const octet = stream.get(at);
    if (octet === undefined) break;
    const text = octet.toString(16).padStart(2, '0');
    const bad = offences.some((o) => at >= o.where[0] && at < o.where[1]);
    line.append(bad ? make('mark', {}, text) : text, ' ');
  }
  if (range[1] - range[0] > most) line.append(`… (${range[1] - range[0]} octets)`);
  return line;
}

/** The frame's name as one says it; a Close frame's with its code (RFC 6455 5.5.1). */
function nameOf(frame, octets) {
  if (frame.name === 'reserved') return `opcode ${frame.opcode} (reserved) `;
  const code = parseInt(octets.hex.slice(0, 4), 16);
  return frame.name === 'close' && octets.size >= 2 ? `close ${code} ` : `${frame.name} `;
}

function drawFrame(entry, stream, offences) {
  const {frame, octets} = entry;
  const own = entry.way === 'received'
    ? offences.filter((o) => o.where[0] < entry.where[1] && o.where[1] > entry.where[0]) : [];
  const bits = [frame.fin ? 'FIN' : 'FIN clear',
    ...(frame.rsv ? [`RSV ${frame.rsv.toString(2).padStart(3, '0')}`] : []),
    frame.masked ? 'masked' : 'not masked', `${frame.size} octets`];
  const text = octets.size ? readable(octets.hex, octets.size * 2 === octets.hex.length) : null;
  return make('div', {className: own.length ? 'frame offends' : 'frame'},
    make('div', {className: 'head'}, nameOf(frame, octets),
      make('span', {className: 'bits'}, bits.join(' · '))),
    text ? make('div', {className: 'payload'}, text.length > 160 ? `${text.slice(0, 160)}…` : text) : null,
    drawOctets(entry.where, stream, own),
    ...own.map((o) => make('p', {className: 'offence'}, `✗ ${o.says} (${o.section})`)),
    entry.note ? make('p', {className: 'offence'}, entry.note) : null);
}

function drawTalk(transcript) {
  const streams = {sent: streamOf(transcript.entries, 'sent'), received: streamOf(transcript.entries, 'received')};
  const talk = make('ol', {className: 'talk'},
    make('li', {}, make('span', {className: 'lane at'}, 'ms'), make('span', {className: 'lane'}, 'wsproof →'),
      make('span', {className: 'lane'}, '← peer')));
  for (const entry of transcript.entries) {
    if (!entry.frame && !entry.event) continue;
    const at = make('span', {className: 'at'}, String(entry.at_ms));
    talk.append(entry.event ? make('li', {}, at, make('span', {className: 'note'}, entry.event))
      : make('li', {className: entry.way}, at, drawFrame(entry, streams[entry.way], transcript.offences)));
  }
  if (transcript.left_out) talk.append(make('li', {}, make('span', {className: 'note'}, `${transcript.left_out} more not kept`)));
  return talk;
}

function howItEnded(outcome) {
  const end = outcome.ending;
  const parts = [];
  if (!end.opened) parts.push('the opening handshake did not complete');
  if (end.local_code !== null) parts.push(`wsproof sent Close ${end.local_code}`);
  if (end.remote_code !== null) parts.push(`the peer sent Close ${end.remote_code}${end.remote_reason ? ` “${end.remote_reason}”` : ''}`);
  parts.push(end.was_clean ? 'closed cleanly' : end.not_clean_reason || 'not a clean close');
  if (end.reset) parts.push('TCP was reset');
  if (end.timed_out) parts.push('a deadline passed');
  return parts.join('; ');
}

function drawOutcome(agent, outcome) {
  const why = outcome.why;
  const facts = make('dl', {});
  const fact = (name, text) => text && facts.append(make('dt', {}, name), make('dd', {}, text));
  fact('Expected', why.expected);
  fact('What came', why.came);
  fact('Breaks', why.sentence && `“${why.sentence}” (${why.section})`);
  fact('Likeliest cause', why.likely_cause);
  fact('End', outcome.verdict === 'NOT RUN' ? '' : howItEnded(outcome));
  fact('Conversation', outcome.conversations > 1
    ? `${outcome.conversation || 'as sent'} (the one shown, of ${outcome.conversations})` : outcome.conversation);
  fact('Time', `${outcome.duration_ms} ms`);
  const heads = outcome.request ? make('details', {}, make('summary', {}, 'Opening handshake'),
    make('pre', {}, outcome.request), make('pre', {}, outcome.response || '(no answer)')) : null;
  return make('section', {}, make('h4', {}, letterOf(agent) && `${letterOf(agent)} · `, agent.agent || 'unknown', ' ', ...badges(outcome)), facts, heads,
    outcome.transcript.entries.length ? drawTalk(outcome.transcript) : null);
}

function drawCase(about) {
  const results = outcomesOf.get(about.id) ?? [];
  const worst = results.map((r) => r.outcome).find((o) => ['FAILED', 'NON-STRICT', 'NOT RUN'].includes(o.verdict));
  const row = make('button', {type: 'button', className: 'row', 'aria-expanded': 'false'},
    make('span', {className: 'id'}, about.id),
    make('span', {className: 'title'}, about.title, worst?.why.came ? make('span', {className: 'why'}, worst.why.came) : null),
    make('span', {className: 'badges'}, ...results.map((r) => make('span', {className: 'cell', title: r.agent.agent},
      letterOf(r.agent) && make('span', {className: 'letter'}, letterOf(r.agent)), ...badges(r.outcome)))));
  const element = make('div', {className: 'case', id: `case-${about.id}`}, row);
  const toggle = () => {
    const open = row.getAttribute('aria-expanded') !== 'true';
    row.setAttribute('aria-expanded', String(open));
    element.querySelector('.detail')?.remove();
    if (!open) return;
    element.append(make('div', {className: 'detail'},
      about.says ? make('blockquote', {}, about.says, make('cite', {}, [about.section, about.requirement].filter(Boolean).join(' · '))) : null,
      about.expectation ? make('p', {}, about.expectation) : null,
      ...results.map((r) => drawOutcome(r.agent, r.outcome))));
  };
  row.addEventListener('click', toggle);
  const words = [about.id, about.title, about.says, about.section,
    ...results.flatMap((r) => [r.outcome.why.came, r.outcome.why.expected, r.outcome.why.likely_cause])].join(' ').toLowerCase();
  return {about, element, toggle, words, shown: new Set(results.map((r) => r.outcome.verdict))};
}

const $ = (id) => document.getElementById(id);
const cases = run.cases.map(drawCase);
const chosen = new Set(verdicts.map((v) => v.name));

function show() {
  const wanted = $('find').value.trim().toLowerCase();
  const group = $('group').value;
  const shown = cases.filter((c) => (!group || c.about.group === group) && c.words.includes(wanted)
    && [...c.shown].some((v) => chosen.has(v)));
  const list = [];
  let last = null;
  for (const c of shown) {
    if (c.about.group !== last) list.push(make('h3', {}, `${c.about.group} · ${groupNames[c.about.group] ?? ''}`));
    last = c.about.group;
    list.push(c.element);
  }
  $('cases').replaceChildren(...list);
  $('shown').textContent = `${shown.length} of ${cases.length} cases`;
  $('nothing').hidden = shown.length !== 0;
}

function setUp() {
  $('facts').append(`wsproof ${run.wsproof} · ${run.started_at} · ${(run.duration_ms / 1000).toFixed(2)} s · `,
    make('code', {}, run.settings));
  document.documentElement.style.setProperty('--agents', String(run.agents.length));
  $('agents').append(...run.agents.map(agentCard));
  for (const v of verdicts) {
    const count = cases.filter((c) => c.shown.has(v.name)).length;
    if (count === 0) continue;
    const box = make('input', {type: 'checkbox', checked: true});
    box.addEventListener('change', () => { box.checked ? chosen.add(v.name) : chosen.delete(v.name); show(); });
    $('verdicts').append(make('label', {className: 'chip', colour: v.colour}, box,
      make('span', {className: 'sign', 'aria-hidden': 'true'}, v.sign), `${v.name} ${count}`));
  }
  const groups = [...new Set(run.cases.map((c) => c.group))];
  $('group').append(make('option', {value: ''}, 'all'),
    ...groups.map((g) => make('option', {value: g}, `${g} ${groupNames[g] ?? ''}`)));
  $('find').addEventListener('input', show);
  $('group').addEventListener('change', show);
  $('filter').addEventListener('submit', (event) => event.preventDefault());
  $('all').addEventListener('click', () => {
    $('find').value = '';
    $('group').value = '';
    for (const box of $('verdicts').querySelectorAll('input')) if (!box.checked) box.click();
    show();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target.matches('input, select')) return;
    event.preventDefault();
    $('find').focus();
  });
  const paint = (dark) => {
    document.documentElement.classList.toggle('dark', dark);
    $('theme').setAttribute('aria-pressed', String(dark));
  };
  paint(matchMedia('(prefers-color-scheme: dark)').matches);
  $('theme').addEventListener('click', () => paint(!document.documentElement.classList.contains('dark')));
  show();
  const named = cases.find((c) => `#case-${c.about.id}` === decodeURIComponent(location.hash));
  if (named) { named.toggle(); named.element.scrollIntoView(); }
}

setUp();
