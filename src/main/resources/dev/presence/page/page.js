
'use strict';
(() => {
  const root = document.documentElement;
  const by = id => document.getElementById(id);
  root.classList.add('on');

  // Light, dark, or as the system has it.
  const theme = by('theme');
  const dress = () => theme.value ? root.setAttribute('data-theme', theme.value) : root.removeAttribute('data-theme');
  try { theme.value = localStorage.getItem('presence-theme') || ''; } catch (e) { /* A browser that keeps nothing. */ }
  if (theme.selectedIndex < 0) theme.value = '';
  dress();
  theme.addEventListener('change', () => {
    dress();
    try { localStorage.setItem('presence-theme', theme.value); } catch (e) { /* The same. */ }
  });

  // How old the page is, by this browser's clock.
  const made = Number(root.dataset.made), every = Number(root.dataset.every);
  const span = seconds => {
    const [great, one, small, other] = seconds < 60 ? [1, 's'] : seconds < 3600 ? [60, 'm', 1, 's']
      : seconds < 86400 ? [3600, 'h', 60, 'm'] : [86400, 'd', 3600, 'h'];
    const rest = small && seconds < 60 * 60 * 24 * 30 ? Math.floor(seconds % great / small) : 0;
    return Math.floor(seconds / great) + one + (rest ? ' ' + rest + other : '');
  };
  const title = document.title;
  let told = '';
  const age = () => {
    const seconds = Math.floor(Date.now() / 1000) - made;
    const old = seconds > 3 * every, early = seconds < -every;
    by('ago').textContent = early ? '' : '(' + span(Math.max(0, seconds)) + ' ago)';
    root.classList.toggle('is-old', old || early);
    document.title = (old ? 'OLD: ' : '') + title;
    const kind = old ? 'old' : early ? 'early' : '';
    if (kind === 'old') {
      say('This page is old.', 'The list was seen ' + span(seconds) + ' ago, and a page is made every '
        + root.dataset.words + '. What it shows may be over: reload it, or see to what makes it.', kind);
    } else if (kind === 'early') {
      say('One of two clocks is wrong.', 'By this machine\'s clock this page comes from a time to come, so its age cannot be told.', kind);
    } else if (told) {
      told = '';
      by('old').replaceChildren();
    }
  };
  const say = (loud, more, kind) => {
    // Spoken once; the span grows silently.
    if (told !== kind) {
      told = kind;
      const strong = document.createElement('strong');
      strong.textContent = loud;
      by('old').replaceChildren(strong, document.createElement('span'));
    }
    by('old').lastChild.textContent = more;
  };
  // A page that somebody sees is renewed as often as it is made, and before it is called old; not under the
  // hands of who uses a field, nor without a network, where nothing would be left of it.
  let loaded = Date.now(), touched = 0;
  const isOld = () => Date.now() / 1000 - made > 3 * every;
  let isKnownOld = isOld();
  const isUsed = () => document.activeElement.matches('input, select') && Date.now() - touched < 120000;
  const isAway = () => location.protocol !== 'file:' && !navigator.onLine;
  const renew = () => {
    if (document.hidden) return;
    const isDue = Date.now() - loaded >= every * 1000 || (isOld() && !isKnownOld);
    if (!isDue || isUsed() || isAway()) {
      age();
      return;
    }
    loaded = Date.now();
    isKnownOld = true;
    keep();
    location.reload();
  };
  if (every) {
    for (const kind of ['keydown', 'pointerdown', 'input']) document.addEventListener(kind, () => { touched = Date.now(); }, true);
    age();
    setInterval(renew, 10000);
    document.addEventListener('visibilitychange', renew);
  }

  // Which nodes are shown.
  const form = by('filter'), q = by('q'), part = by('part'), dep = by('dep'), trouble = by('trouble'), count = by('count'), none = by('none');
  const buttons = [...form.querySelectorAll('[data-s]')];
  const troubled = new Set(buttons.filter(b => b.matches('.bad, .warn')).map(b => b.dataset.s));
  const groups = [];
  let all = 0;
  for (const d of document.querySelectorAll('.d')) {
    const parts = [...d.querySelectorAll('.p')].map(p => ({
      p, part: p.dataset.p,
      nodes: [...p.querySelectorAll('.n')].map(n => ({
        n, shown: true, state: n.dataset.s,
        text: (n.textContent + ' ' + p.dataset.p + ' ' + d.firstElementChild.textContent).toLowerCase()
      }))
    }));
    groups.push({ d, number: d.dataset.d, parts });
    for (const p of parts) all += p.nodes.length;
  }
  const number = new Intl.NumberFormat('en');
  let missed = []; // States asked for that no node is in.
  const pressed = () => buttons.filter(b => b.getAttribute('aria-pressed') === 'true').map(b => b.dataset.s);
  const filter = () => {
    const words = q.value.toLowerCase().split(/\s+/).filter(w => w);
    const states = new Set([...pressed(), ...missed]);
    let left = 0;
    for (const g of groups) {
      const inScope = !dep.value || dep.value === g.number;
      let inGroup = 0;
      for (const p of g.parts) {
        const inPart = inScope && (!part.value || part.value === p.part);
        let here = 0;
        for (const node of p.nodes) {
          const shown = inPart && (!states.size || states.has(node.state))
            && (!trouble.checked || troubled.has(node.state)) && words.every(w => node.text.includes(w));
          if (shown !== node.shown) {
            node.shown = shown;
            node.n.hidden = !shown;
          }
          if (shown) here++;
        }
        p.p.hidden = here === 0;
        inGroup += here;
      }
      g.d.hidden = inGroup === 0;
      left += inGroup;
    }
    const nodes = all === 1 ? '1 node' : number.format(all) + ' nodes';
    count.textContent = left === all ? nodes : number.format(left) + ' of ' + nodes;
    none.hidden = left > 0 || all === 0;
  };

  // What is shown stands in the address: it outlasts a reload, and can be sent to somebody.
  let waiting = 0;
  const keep = () => {
    clearTimeout(waiting);
    const asked = new URLSearchParams();
    if (q.value) asked.set('q', q.value);
    for (const state of [...pressed(), ...missed]) asked.append('state', state);
    if (part.value) asked.set('part', part.value);
    if (dep.value) asked.set('deployment', dep.selectedOptions[0].text);
    if (trouble.checked) asked.set('troubled', '1');
    const hash = String(asked);
    if (!hash && !location.hash.includes('=')) return;
    try { history.replaceState(null, '', hash ? '#' + hash : location.href.split('#')[0]); } catch (e) { /* A page in a page. */ }
  };
  const pick = (select, text) => {
    let option = [...select.options].find(o => o.text === text && o.value) || (text ? new Option(text, text) : select.options[0]);
    if (!option.parentNode) select.add(option); // None has it now; others may again.
    option.selected = true;
  };
  const restore = () => {
    if (!location.hash.includes('=')) return;
    const asked = new URLSearchParams(location.hash.slice(1));
    const states = asked.getAll('state');
    for (const b of buttons) b.setAttribute('aria-pressed', states.includes(b.dataset.s));
    missed = states.filter(state => !buttons.some(b => b.dataset.s === state));
    q.value = asked.get('q') || '';
    pick(part, asked.get('part'));
    pick(dep, asked.get('deployment'));
    trouble.checked = asked.has('troubled');
  };
  const changed = () => {
    filter();
    clearTimeout(waiting);
    waiting = setTimeout(keep, 200);
  };
  for (const b of buttons) {
    b.disabled = false;
    b.addEventListener('click', () => {
      b.setAttribute('aria-pressed', b.getAttribute('aria-pressed') !== 'true');
      changed();
    });
  }
  const clear = () => {
    for (const b of buttons) b.setAttribute('aria-pressed', 'false');
    missed = [];
  };
  form.addEventListener('input', changed);
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('reset', () => {
    clear();
    setTimeout(changed);
  });
  // Links within the page leave the address to what is asked for, and lead to nothing hidden.
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const target = by(link.hash.slice(1));
    const isHidden = () => target.getClientRects().length === 0;
    if (isHidden()) {
      part.value = '';
      filter();
    }
    if (isHidden()) {
      form.reset();
      filter();
    }
    changed();
    for (const found of document.querySelectorAll('.found')) found.classList.remove('found');
    target.classList.add('found');
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) {
      event.preventDefault();
      q.focus();
    }
  });
  window.addEventListener('hashchange', () => {
    restore();
    filter();
  });
  restore();
  filter();
})();
