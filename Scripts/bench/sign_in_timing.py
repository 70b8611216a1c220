"""Whether the time of a refused sign-in tells if the account exists: 1,000 tries, known and unknown accounts in turn.

usage: sign_in_timing.py PORT ADMIN_TOKEN
A known account is tried four times: after five failures in a minute a limit would answer instead of the password.
"""

import http.client
import json
import random
import statistics
import sys
import time

PAIRS = 500
TRIES_OF_AN_ACCOUNT = 4

port, token = int(sys.argv[1]), sys.argv[2]
connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)


def post(path, body, **headers):
    connection.request("POST", path, json.dumps(body), {"content-type": "application/json", **headers})
    response = connection.getresponse()
    return response.status, response.read()


def refused(email):
    """Milliseconds until a wrong password is refused."""
    body = {"tenant_subdomain": "sunrise-academy", "email": email, "password": "Wrong-2026"}
    began = time.perf_counter()
    status, answer = post("/api/auth/login", body)
    took = (time.perf_counter() - began) * 1000
    if status != 401:
        sys.exit(f"a wrong password for {email} was answered {status}: {answer[:200]!r}")
    return took


run = random.randrange(10**9)
accounts = [f"bench-{run}-{number}@example.com" for number in range(PAIRS // TRIES_OF_AN_ACCOUNT)]
for email in accounts:
    person = {"email": email, "name": "Bench", "role": "student", "password": "Sunrise-2026"}
    status, answer = post("/api/auth/users", person, authorization=f"Bearer {token}")
    if status != 201:
        sys.exit(f"creating {email} was answered {status}: {answer[:200]!r}")

known, unknown = [], []
for number in range(PAIRS):
    there = accounts[number % len(accounts)]
    tries = [(known, there), (unknown, there.replace("bench", "nobody"))]
    random.shuffle(tries)
    for times, email in tries:
        times.append(refused(email))

medians = statistics.median(known), statistics.median(unknown)
print(
    f"refused sign-in {medians[0]:9.2f} ms known account, {medians[1]:.2f} ms unknown: medians of {PAIRS} each, "
    f"difference {abs(medians[0] - medians[1]):.2f} ms (under 2)"
)
