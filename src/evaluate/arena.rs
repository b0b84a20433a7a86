//! What executions make, by numbers that only grow. It lies in pages, so that nothing is moved when there is more of it, and what
//! nobody can reach any more is given back. A number is never used again: code that still has one finds that its thing is gone.
use std::ops::{Index, IndexMut};

/// So many things lie together.
const PAGE: usize = 128;

/// Things by their numbers.
#[derive(Debug)]
pub(super) struct Arena<T> {
    /// What is gone has left its page, or the end of it.
    pages: Vec<Vec<T>>,
    /// The number of the next one.
    next: usize,
    /// Stands for what is gone.
    gone: T,
}

impl<T> Arena<T> {
    /// An empty one; `gone` stands for whatever is given back.
    pub fn new(gone: T) -> Self {
        Arena {
            pages: Vec::new(),
            next: 0,
            gone,
        }
    }

    /// Adds one; its number.
    pub fn push(&mut self, one: T) -> u32 {
        let number = self.next;
        if number / PAGE == self.pages.len() {
            self.pages.push(Vec::with_capacity(PAGE));
        }
        if let Some(page) = self.pages.last_mut() {
            page.push(one);
        }
        self.next += 1;
        number as u32
    }

    /// The number that the next one gets: all that there are have smaller ones.
    pub fn next(&self) -> usize {
        self.next
    }

    /// Whether it has not been given back.
    pub fn is_there(&self, number: u32) -> bool {
        let number = number as usize;
        self.pages
            .get(number / PAGE)
            .is_some_and(|page| page.len() > number % PAGE)
    }

    /// All that are there, with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let pages = self.pages.iter().enumerate();
        pages.flat_map(|(at, page)| (at * PAGE..).zip(page).map(|(number, one)| (number as u32, one)))
    }

    /// Gives back all from this number on.
    pub fn release(&mut self, from: usize) {
        if from >= self.next {
            return;
        }
        if let Some(page) = self.pages.get_mut(from / PAGE) {
            page.truncate(from % PAGE);
            page.shrink_to_fit();
        }
        for page in self.pages.iter_mut().skip(from / PAGE + 1) {
            *page = Vec::new();
        }
        // The place of a number in its page is its own: what comes next begins another one.
        self.next = self.pages.len() * PAGE;
    }
}

impl<T> Index<usize> for Arena<T> {
    type Output = T;

    fn index(&self, number: usize) -> &T {
        let page = self.pages.get(number / PAGE);
        let found = page.and_then(|page| page.get(number % PAGE));
        debug_assert!(found.is_some(), "{number} was given back, and somebody has it still");
        found.unwrap_or(&self.gone)
    }
}

impl<T: Clone> IndexMut<usize> for Arena<T> {
    fn index_mut(&mut self, number: usize) -> &mut T {
        debug_assert!(
            self.is_there(number as u32),
            "{number} was given back, and somebody has it still"
        );
        let page = self.pages.get_mut(number / PAGE);
        match page.and_then(|page| page.get_mut(number % PAGE)) {
            Some(found) => found,
            None => &mut self.gone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_is_gone_and_its_number_is_not_used_again() {
        let mut arena = Arena::new("gone");
        let first = arena.push("first");
        let mark = arena.next();
        let others: Vec<u32> = (0..3 * PAGE).map(|_| arena.push("other")).collect();
        arena.release(mark);
        assert_eq!(arena[first as usize], "first");
        assert!(others.iter().all(|&other| !arena.is_there(other)));
        let next = arena.push("next");
        assert!(others.iter().all(|&other| other < next));
        assert_eq!(arena[next as usize], "next");
        let all: Vec<(u32, &str)> = arena.iter().map(|(number, one)| (number, *one)).collect();
        assert_eq!(all, [(first, "first"), (next, "next")]);
    }

    #[test]
    fn what_comes_after_a_whole_page_lies_where_its_number_says() {
        let mut arena = Arena::new(usize::MAX);
        for number in 0..2 * PAGE {
            arena.push(number);
        }
        arena.release(2 * PAGE);
        arena.release(PAGE);
        let next = arena.push(7);
        assert_eq!((arena[next as usize], arena[PAGE - 1]), (7, PAGE - 1));
    }
}
