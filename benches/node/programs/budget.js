'use strict';

// The engine of a budgeting app: three accounts, and three thousand transactions imported from a bank, some of them
// twice, which the engine has to notice.

const api = require('@actual-app/api');

const ACCOUNTS = ['Checking', 'Savings', 'Card'];
const CATEGORIES = ['Food', 'Rent', 'Travel', 'Books', 'Gifts'];
const TRANSACTIONS = 1000;
const SEEN_TWICE = 100;

/** @param {number} i */
const dateOf = (i) => `2024-${String(i % 12 + 1).padStart(2, '0')}-${String(i % 28 + 1).padStart(2, '0')}`;

/** @param {number} account @param {number} i */
const transactionOf = (account, i) => ({
  date: dateOf(i),
  amount: -((i * 7919 + account) % 20_000),
  payee_name: `Payee ${i * 31 % 150}`,
  imported_id: `bank-${account}-${i}`,
  notes: i % 3 === 0 ? `note ${i}` : undefined,
});

/** Creates the budget's categories and accounts. Returns their ids. */
async function create() {
  const ids = { accounts: /** @type {string[]} */ ([]), categories: /** @type {string[]} */ ([]) };
  await api.runImport('Benchmark', async () => {
    const group = await api.createCategoryGroup({ name: 'Everything' });
    for (const name of CATEGORIES) ids.categories.push(await api.createCategory({ name, group_id: group }));
    for (const name of ACCOUNTS) ids.accounts.push(await api.createAccount({ name, type: 'checking' }, 100_000));
  });
  return ids;
}

/** @param {{ accounts: string[], categories: string[] }} ids */
async function use({ accounts, categories }) {
  const months = ['2024-01', '2024-06', '2024-12'];
  for (const [i, category] of categories.entries()) {
    for (const month of months) await api.setBudgetAmount(month, category, (i + 1) * 10_000);
  }
  const budgets = await Promise.all(months.map(async (month) => {
    const { totalBudgeted, totalSpent, totalIncome } = await api.getBudgetMonth(month);
    return [totalBudgeted, totalSpent, totalIncome];
  }));
  const balances = await Promise.all(accounts.map((account) => api.getAccountBalance(account, new Date('2025-01-01'))));
  const listed = await Promise.all(accounts.map((account) => api.getTransactions(account, '2024-01-01', '2024-12-31')));
  const rows = listed.map((each) => each.map(({ date, amount, notes }) => `${date} ${amount} ${notes}`).sort());
  return { budgets, balances, rows };
}

/** @param {string} folder */
module.exports = async (folder) => {
  await api.init({ dataDir: folder, verbose: false });
  const ids = await create();
  const added = [];
  for (const [number, account] of ids.accounts.entries()) {
    const all = Array.from({ length: TRANSACTIONS }, (_, i) => (
      { ...transactionOf(number, i), account, category: ids.categories[i % CATEGORIES.length] }));
    for (const some of [all, all.slice(0, SEEN_TWICE)]) {
      const report = await api.importTransactions(account, some);
      added.push([report.added.length, report.updated.length, report.errors?.length ?? 0]);
    }
  }
  const answers = { added, ...await use(ids) };
  await api.shutdown();
  return answers;
};
