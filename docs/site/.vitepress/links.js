// SPDX-License-Identifier: Apache-2.0
// Links of the Markdown files point to files of the checkout. Those to pages become links of the
// site; those to other files become links to the repository, or plain text if no address of the
// repository is given.
import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { isPage, pageOf, root } from './sources.js'

const repository = process.env.TENON_REPOSITORY
const elsewhere = /^([a-z]+:|#|\/)/i

/** A plug-in of markdown-it. */
export function repositoryLinks(markdown) {
  markdown.core.ruler.push('repository-links', (state) => {
    for (const token of state.tokens) {
      rewrite(token.children ?? [], state.env.realPath ?? state.env.path)
    }
  })
}

function rewrite(tokens, page) {
  let isText = false
  for (const token of tokens) {
    if (token.type === 'link_open' && !elsewhere.test(token.attrGet('href'))) {
      const [path, anchor] = token.attrGet('href').split('#')
      const target = targetOf(path, page)
      const href = addressOf(target, anchor)
      isText = href === undefined
      if (isText) {
        token.tag = 'span'
        token.attrs = [['title', `in the source tree: ${target}`]]
      } else {
        token.attrSet('href', href)
      }
    } else if (token.type === 'link_close') {
      token.tag = isText ? 'span' : token.tag
      isText = false
    }
  }
}

/** The file of the checkout that a link means, relative to its top. */
function targetOf(path, page) {
  const file = resolve(dirname(page), decodeURI(path))
  const target = relative(root, file)
  if (!existsSync(file)) {
    throw new Error(`${relative(root, page)}: the link to '${path}' is dead: there is no ${target}`)
  }
  const readme = join(target, 'README.md')
  return isPage(readme) && existsSync(join(root, readme)) ? readme : target
}

/** Where a file is to be read; nothing if that is nowhere on the web. */
function addressOf(target, anchor) {
  const hash = anchor === undefined ? '' : `#${anchor}`
  if (isPage(target)) {
    return `/${pageOf(target)}${hash}`
  }
  return repository && `${repository}/${target}${hash}`
}
