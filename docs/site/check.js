// SPDX-License-Identifier: Apache-2.0
// Checks the pages that were built: each link leads to a page and an anchor that exist, and nothing
// is loaded from elsewhere. Ends with status 1 and a line for each fault.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const site = resolve(dirname(fileURLToPath(import.meta.url)), process.argv[2] ?? 'target/site')
const isElsewhere = (address) => /^([a-z]+:)?\/\//i.test(address)

const pages = new Map()
for (const name of existsSync(site) ? readdirSync(site, { recursive: true }) : []) {
  if (name.endsWith('.html')) {
    pages.set(join(site, name), readFileSync(join(site, name), 'utf8'))
  }
}
const anchors = new Map()
const faults = []
for (const [file, html] of pages) {
  for (const [, element, attribute, address] of elements(html)) {
    const isLoaded = attribute === 'src' || element === 'link'
    const fault = faultOf(file, isLoaded, decode(address))
    if (fault) {
      faults.push(`${relative(site, file)}: ${fault}`)
    }
  }
}
if (pages.size === 0) {
  faults.push(`no pages in ${site}: build the site first`)
}
for (const fault of new Set(faults)) {
  console.error(fault)
}
console.log(`${pages.size} pages, ${new Set(faults).size} faults`)
process.exit(faults.length === 0 ? 0 : 1)

/** The links of a page, and what a browser loads for it, with the name of the element before. */
function elements(html) {
  return html.matchAll(/<(\w+)\b[^>]*?\s(href|src)="([^"]*)"/g)
}

function faultOf(file, isLoaded, address) {
  if (isElsewhere(address)) {
    return isLoaded ? `loads ${address}: copy it to the site` : undefined
  }
  if (/^(mailto|data):/.test(address)) {
    return undefined
  }
  const [path, anchor] = address.split('#')
  const target = path === '' ? file : fileOf(file, path)
  if (!existsSync(target)) {
    return `the link to ${address} is dead`
  }
  if (anchor && pages.has(target) && !anchorsOf(target).has(decodeURIComponent(anchor))) {
    return `the link to ${address} is dead: the page has no such heading`
  }
  return undefined
}

function fileOf(from, path) {
  const target = path.startsWith('/') ? join(site, path) : resolve(dirname(from), path)
  return path.endsWith('/') ? join(target, 'index.html') : target
}

function anchorsOf(file) {
  if (!anchors.has(file)) {
    const ids = pages.get(file).matchAll(/\sid="([^"]*)"/g)
    anchors.set(file, new Set([...ids].map(([, id]) => decode(id))))
  }
  return anchors.get(file)
}

function decode(text) {
  return text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"')
}
