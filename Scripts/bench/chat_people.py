"""Learners who may ask the flows of the stub, with credits: one token a line.

usage: chat_people.py GATEWAY COUNT
`bench` costs a credit, `bench-free` and `slow` nothing.
"""

import concurrent.futures
import json
import sys
import urllib.request

gateway, count = sys.argv[1], int(sys.argv[2])
SCHOOL, PASSWORD = "sunrise-academy", "Sunrise-2026"


def send(method, path, body, token=None):
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = "Bearer " + token
    request = urllib.request.Request(gateway + path, json.dumps(body).encode(), headers, method=method)
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def sign_in(email):
    body = {"tenant_subdomain": SCHOOL, "email": email, "password": PASSWORD}
    return send("POST", "/api/auth/login", body)["access_token"]


def learner(number):
    email = f"bench-{number}@sunrise.example.com"
    account = {"tenant_subdomain": SCHOOL, "email": email, "name": f"Bench {number}", "password": PASSWORD}
    send("POST", "/api/auth/register", account)
    return email, sign_in(email)


admin = sign_in("admin@sunrise.example.com")
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    people = list(pool.map(learner, range(count)))
sync = send("POST", "/api/v1/admin/chatflows/sync", {}, admin)
assert sync["errors"] == 0, sync
emails = [email for email, _ in people]
for flow in ["bench", "bench-free", "slow"]:
    done = send("POST", f"/api/v1/admin/chatflows/{flow}/users/bulk-add", {"emails": emails}, admin)
    assert not done["failed_assignments"], done
for flow in ["bench-free", "slow"]:
    send("PUT", f"/api/credits/prices/chatflows/{flow}", {"perPrediction": 0}, admin)
for email in emails:
    send("POST", "/api/credits/allocate-by-email", {"email": email, "credits": 1_000_000}, admin)
print("\n".join(token for _, token in people))
