-- Asks for holds and settles them: wrk --script ledger.lua URL -- TOKEN TENANT NUMBER_OF_WALLETS
-- A hold is settled when so many were asked for after it that it has been answered.
local holds, first, last, threads = {}, 1, 0, 0
local headers, wallets, isTried = {}, 1, false

function setup(thread)
    threads = threads + 1
    thread:set("number", threads)
end

function init(arguments)
    math.randomseed(os.time() * 100 + number)
    headers["authorization"] = "Bearer " .. arguments[1]
    headers["x-tenant-id"] = arguments[2]
    headers["content-type"] = "application/json"
    wallets = tonumber(arguments[3])
end

local function uuid()
    local function digits(count) return string.format("%0" .. count .. "x", math.random(0, 16 ^ count - 1)) end
    return digits(4) .. digits(4) .. "-" .. digits(4) .. "-4" .. digits(3) .. "-8" .. digits(3) .. "-" .. digits(6)
        .. digits(6)
end

function request()
    if last - first >= 256 then
        local hold = holds[first]
        holds[first] = nil
        first = first + 1
        return wrk.format("POST", "/api/credits/holds/" .. hold .. "/settle", headers, '{"cost":600}')
    end
    local hold = uuid()
    -- The first one wrk looks at and does not send.
    if isTried then
        last = last + 1
        holds[last] = hold
    end
    isTried = true
    return wrk.format("POST", "/api/credits/holds", headers, string.format(
        '{"hold_id":"%s","user_id":"00000000-0000-7000-8000-%012d","amount":1000,"lease_seconds":600,"owner":"bench"}',
        hold, math.random(wallets)))
end
