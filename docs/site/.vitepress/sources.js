// SPDX-License-Identifier: Apache-2.0
// Which Markdown files of the checkout are pages, and where they are on the site.
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top of the checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')

/** What is not a page: only `docs`, the samples and the files at the top are. */
export const excluded = [
  '**/node_modules/**',
  '**/target/**',
  'loader/**',
  'native-ext/**',
  'tests/**',
]

/** The place of a source file on the site, both relative: docs/host.md is host.md. */
export function pageOf(source) {
  return source
    .replace(/^[A-Z]+\.md$/, (name) => `repository/${name.toLowerCase()}`)
    .replace(/^docs\/site\//, '')
    .replace(/^docs\//, '')
    .replace(/^sample-extensions\//, 'samples/')
    .replace(/(^|\/)README\.md$/, '$1index.md')
}

/** Whether a file of the checkout is a page. */
export function isPage(source) {
  return /^([A-Z]+|(docs|sample-extensions)\/.*)\.md$/.test(source)
}

/** The anchor of a heading: as code hosts make it, so that links work in both places. */
export function anchorOf(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
}
