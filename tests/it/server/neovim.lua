-- Run by `nvim --headless`: opens a file, waits for a diagnostic, makes the preferred action, waits until it is gone.
local server, file = vim.env.DORMANT, vim.env.DORMANT_FILE
vim.cmd('edit ' .. file)
vim.bo.filetype = 'python'
local start = vim.lsp.start_client or vim.lsp.start
local id = start({ name = 'dormant', cmd = { server, 'server' }, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(0, id)
local function count() return #vim.diagnostic.get(0) end
vim.wait(60000, function() return count() > 0 end, 20)
local found = vim.diagnostic.get(0)[1]
local at = { line = found.lnum, character = 20 }
local params = {
  textDocument = { uri = vim.uri_from_bufnr(0) },
  range = { start = at, ['end'] = at },
  context = { diagnostics = {} },
}
for _, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 60000)) do
  for _, action in ipairs(answer.result) do
    if action.isPreferred then vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16') end
  end
end
vim.wait(60000, function() return count() == 0 end, 20)
vim.cmd('write')
io.stdout:write(found.code .. ' ' .. count() .. '\n')
vim.cmd('qa!')
