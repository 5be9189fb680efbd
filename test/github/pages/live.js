/**
 * Keeps a page up to date: when the server tells of a change, the page is fetched anew and what differs is put in its
 * place. Whatever a person is doing stays as it is: the focus, opened details, what is being typed.
 * Everything works without this, by reloading.
 */

const main = document.querySelector('main');
const told = document.querySelector('#link-state');
let version = Number(document.body.dataset.version);
let isFetching = false;
/** @type {EventSource | null} */
let source = null;

/** Fetches the page until it shows the newest version that was told. */
async function refresh() {
  if (isFetching) return;
  isFetching = true;
  try {
    let shown = -1;
    while (shown < version) {
      const response = await fetch(location.href, { headers: { accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      shown = Number(page.body.dataset.version);
      const fresh = page.querySelector('main');
      if (!response.ok || !fresh || !main) return;
      document.title = page.title;
      morph(main, fresh);
    }
  } finally {
    isFetching = false;
  }
}

/**
 * Makes one element like another of the same kind.
 * @param {Element} element
 * @param {Element} wanted
 */
function morph(element, wanted) {
  for (const { name, value } of wanted.attributes) {
    if (element.getAttribute(name) === value || name === 'open' || (name === 'value' && isField(element))) continue;
    element.setAttribute(name, value);
    if (name === 'class') highlight(element);
  }
  for (const { name } of [...element.attributes]) {
    if (!wanted.hasAttribute(name) && name !== 'open') element.removeAttribute(name);
  }
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return;
  const kept = new Map([...element.children].flatMap((child) => (child.id === '' ? [] : [[child.id, child]])));
  let at = element.firstChild;
  for (const child of [...wanted.childNodes]) {
    const named = child instanceof Element && child.id !== '' ? kept.get(child.id) : undefined;
    const standing = named ?? (at instanceof Element && at.id !== '' && !isSame(at, child) ? null : at);
    if (standing && isSame(standing, child)) {
      if (standing === at) at = at.nextSibling;
      else element.insertBefore(standing, at);
      if (standing instanceof Element && child instanceof Element) morph(standing, child);
      else if (standing.nodeValue !== child.nodeValue) standing.nodeValue = child.nodeValue;
      continue;
    }
    const imported = document.importNode(child, true);
    element.insertBefore(imported, at);
    if (imported instanceof Element && imported.id !== '') highlight(imported);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/**
 * @param {Node} one
 * @param {Node} other
 */
function isSame(one, other) {
  if (one.nodeName !== other.nodeName) return false;
  return !(one instanceof Element && other instanceof Element) || one.id === other.id;
}

/** @param {Element} element */
function isField(element) {
  return element instanceof HTMLInputElement && element.type !== 'hidden';
}

/**
 * Draws the eye to what has just come.
 * @param {Element} element
 */
function highlight(element) {
  element.addEventListener('animationend', () => element.removeAttribute('data-fresh'), { once: true });
  element.setAttribute('data-fresh', '');
}

/** A browser keeps only a few connections to one server: pages that nobody sees give theirs back. */
function connect() {
  source?.close();
  source = null;
  if (document.hidden) return;
  source = new EventSource(`/-/events?since=${version}`);
  source.addEventListener('open', () => tell('This page follows what happens.'));
  source.addEventListener('error', () => tell('The server cannot be reached; this page shows what stood before.'));
  source.addEventListener('message', ({ data }) => {
    version = Number(data);
    void refresh();
  });
}

/** @param {string} sentence */
function tell(sentence) {
  if (told) told.textContent = sentence;
}

document.addEventListener('visibilitychange', connect);
document.querySelector('#login')?.addEventListener('change', (event) => {
  if (event.target instanceof HTMLSelectElement) event.target.form?.requestSubmit();
});
document.documentElement.classList.add('scripted');
connect();
