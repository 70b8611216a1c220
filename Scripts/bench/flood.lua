-- Signs in with another unknown account each time, or reads one's own account when TOKEN is set; a pause of PAUSE
-- milliseconds between two requests of a connection, and a count of the statuses at the end.
local threads = {}

function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

function init()
    count, statuses = 0, {}
    pause, token = tonumber(os.getenv("PAUSE")), os.getenv("TOKEN")
end

function delay() return pause end

function request()
    if token ~= "" then
        return wrk.format("GET", "/api/auth/me", { authorization = "Bearer " .. token })
    end
    count = count + 1
    local body = string.format(
        '{"tenant_subdomain":"sunrise-academy","email":"nobody-%s-%d-%d@example.com","password":"Wrong-2026"}',
        os.getenv("ROUND"), number, count)
    return wrk.format("POST", "/api/auth/login", { ["content-type"] = "application/json" }, body)
end

function response(status)
    statuses[status] = (statuses[status] or 0) + 1
end

function done(summary, latency)
    local total = {}
    for _, thread in ipairs(threads) do
        for status, times in pairs(thread:get("statuses")) do
            total[status] = (total[status] or 0) + times
        end
    end
    for status, times in pairs(total) do io.write(string.format("status %d %d\n", status, times)) end
    local errors = summary.errors
    io.write(string.format("broken %d\n", errors.connect + errors.read + errors.write + errors.timeout))
    io.write(string.format("median %.3f ms\np99 %.3f ms\n", latency:percentile(50) / 1000, latency:percentile(99) / 1000))
    io.write(string.format("rate %.0f\n", summary.requests / (summary.duration / 1e6)))
end
