-- Asks questions and reads the answers to their end: wrk --script chat.lua URL -- PATH BODY [FILE_OF_TOKENS], a token a
-- line, each in turn. A pause of PAUSE milliseconds on average between two questions of a connection, never the same, so
-- that connections do not ask all at once; at the end a line of figures.
local threads = {}

function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

function init(arguments)
    count, failures = 0, 0
    pause = tonumber(os.getenv("PAUSE") or "0")
    requests = {}
    local function add(token)
        local headers = { ["content-type"] = "application/json" }
        if token then headers["authorization"] = "Bearer " .. token end
        table.insert(requests, wrk.format("POST", arguments[1], headers, arguments[2]))
    end
    if arguments[3] then for token in io.lines(arguments[3]) do add(token) end else add() end
    count = number * 17
    math.randomseed(os.time() + number)
end

if tonumber(os.getenv("PAUSE") or "0") > 0 then
    function delay() return math.random(math.floor(pause / 2), math.floor(pause * 3 / 2)) end
end

function request()
    count = count + 1
    return requests[count % #requests + 1]
end

function response(status)
    if status ~= 200 then failures = failures + 1 end
end

function done(summary, latency)
    local failed = 0
    for _, thread in ipairs(threads) do failed = failed + thread:get("failures") end
    local errors = summary.errors
    failed = failed + errors.connect + errors.read + errors.write + errors.timeout
    io.write(string.format(
        "figures %.1f %.3f %.3f %d\n", summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000,
        latency:percentile(99) / 1000, failed))
end
