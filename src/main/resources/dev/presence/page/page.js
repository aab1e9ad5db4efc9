
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
  if (every) {
    age();
    setInterval(age, 10000);
    document.addEventListener('visibilitychange', age);
  }

  // Which nodes are shown.
  const form = by('filter'), q = by('q'), part = by('part'), dep = by('dep'), trouble = by('trouble'), count = by('count');
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
  const filter = () => {
    const words = q.value.toLowerCase().split(/\s+/).filter(w => w);
    const states = new Set(buttons.filter(b => b.getAttribute('aria-pressed') === 'true').map(b => b.dataset.s));
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
  };
  for (const b of buttons) {
    b.disabled = false;
    b.addEventListener('click', () => {
      b.setAttribute('aria-pressed', b.getAttribute('aria-pressed') !== 'true');
      filter();
    });
  }
  form.addEventListener('input', filter);
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('reset', () => {
    for (const b of buttons) b.setAttribute('aria-pressed', 'false');
    setTimeout(filter);
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) {
      event.preventDefault();
      q.focus();
    }
  });
  // What a browser kept of the fields over a reload holds.
  filter();
})();
