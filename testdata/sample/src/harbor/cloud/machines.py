"""Machines of the cloud as vessels of a fleet."""

from __future__ import annotations

from skylift.errors import NotFound
from skylift.services.compute import Machine
from skylift.session import Session

from harbor.errors import HarborError
from harbor.model import Fleet, Vessel


def vessel_of(machine: Machine) -> Vessel:
    return Vessel(name=machine.name, berth=machine.zone, load=machine.load)


def fetch_fleet(session: Session, limit: int) -> Fleet:
    machines: list[Machine] = session.compute.list_machines(limit=limit)
    return Fleet([vessel_of(machine) for machine in machines])


def start(session: Session, name: str, image: str) -> Vessel:
    try:
        return vessel_of(session.compute.start_machine(name, image))
    except NotFound as error:
        raise HarborError(str(error)) from error
