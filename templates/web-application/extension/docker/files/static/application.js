async function readParameters() {
  // Relative URLs only, since a proxy may add a path prefix.
  const answer = await fetch('parameters.json');
  if (!answer.ok) throw new Error(`parameters.json: ${answer.status} ${answer.statusText}`);
  return answer.json();
}

const parameters = await readParameters().catch((error) => {
  document.querySelector('#title').textContent = error.message;
  throw error;
});

document.title = parameters.title;
document.documentElement.dataset.colour = parameters.colour;
document.querySelector('#title').textContent = parameters.title;
document.querySelector('#greeting').textContent = parameters.greeting;

const list = document.querySelector('#parameters dl');
for (const [name, value] of Object.entries(parameters)) {
  const term = document.createElement('dt');
  const detail = document.createElement('dd');
  term.textContent = name;
  detail.textContent = Array.isArray(value) ? value.join(', ') : String(value);
  list.append(term, detail);
}
document.querySelector('#address code').textContent = location.pathname;
for (const section of parameters.sections) document.getElementById(section)?.removeAttribute('hidden');

if (parameters.showClock) {
  const clock = document.querySelector('#clock');
  const show = () => (clock.textContent = new Date().toLocaleTimeString());
  clock.hidden = false;
  show();
  setInterval(show, 1000);
}
