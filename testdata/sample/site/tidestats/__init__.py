"""A stand-in for a numeric library: tables of distributions, computed when it is imported."""

from tidestats.distributions import beta, binomial, exponential, gamma, geometric, normal, poisson, student, uniform, weibull
from tidestats.summary import Summary, summarise

__version__ = "1.0.0"
