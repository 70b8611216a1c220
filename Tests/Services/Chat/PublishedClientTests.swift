import Campus
import CampusTestKit
import Endpoints
import Testing
import UpstreamStubs
import Values

/// The published clients as their users run them, against a campus, with personal API keys.
@Suite("Clients from PyPI", .serialized, .timeLimit(.minutes(5)))
struct PublishedClientTests {
    @Test("`openai` lists models, chats whole and in a stream, and takes refusals for what they are, without retries")
    func openAI() async throws {
        try await FlowCampus.run(credits: 20) { world in
            let poor = try await world.campus.student("Jabari")
            try await world.offer(FlowCampus.model, kind: "model", to: poor)
            world.stub.behave(StubBehaviour(.failsAfter(3)), as: "breaking")
            try await world.offer("breaking", kind: "model", to: world.amina)
            let told = try await PublishedClients.run(
                Self.openAIScript,
                world.campus.baseURL + "/v1",
                try await world.amina.key(),
                try await poor.key()
            )
            #expect(told["models"]?.array?.contains("stub") == true)
            #expect(told["model"] == "stub")
            #expect(told["whole"] == "word0 word1 word2 word3 word4 ")
            #expect(told["finish"] == "stop")
            #expect(told["total"]?.integer ?? 0 > 0)
            #expect(told["streamed"] == "word0 word1 word2 word3 word4 ")
            #expect(told["streamed_total"]?.integer ?? 0 > 0)
            #expect(told["flow"] == "word0 word1 word2 word3 word4 ")
            #expect(told["poor"] == [402, "insufficient_quota", "0"])
            #expect(told["bad"] == ["AuthenticationError", "invalid_api_key", true])
            #expect(told["unknown"] == ["NotFoundError", "model_not_found"])
            #expect(told["broken"] == [3, "APIError"])
            #expect(try await world.openHolds() == 0)
        }
    }

    private static let openAIScript = """
        import json, sys
        import openai
        base, key, poor = sys.argv[1:4]
        question = [{"role": "user", "content": "What is rain?"}]
        client = openai.OpenAI(base_url=base, api_key=key, timeout=30)
        told = {"models": [model.id for model in client.models.list()], "model": client.models.retrieve("stub").id}
        answer = client.chat.completions.create(model="stub", messages=question, max_tokens=50)
        told["whole"] = answer.choices[0].message.content
        told["finish"] = answer.choices[0].finish_reason
        told["total"] = answer.usage.total_tokens
        text, usage = "", None
        for chunk in client.chat.completions.create(
                model="stub", messages=question, stream=True, stream_options={"include_usage": True}):
            usage = chunk.usage or usage
            if chunk.choices:
                text += chunk.choices[0].delta.content or ""
        told["streamed"], told["streamed_total"] = text, usage.total_tokens
        text = ""
        for chunk in client.chat.completions.create(model="flow-1", messages=question, stream=True):
            text += chunk.choices[0].delta.content or ""
        told["flow"] = text
        try:
            openai.OpenAI(base_url=base, api_key=poor).chat.completions.create(model="stub", messages=question)
        except openai.APIStatusError as error:
            told["poor"] = [error.status_code, error.type, error.request.headers.get("x-stainless-retry-count")]
        try:
            openai.OpenAI(base_url=base, api_key="sk-wrong").models.list()
        except openai.APIStatusError as error:
            told["bad"] = [type(error).__name__, error.code, bool(error.request_id)]
        try:
            client.chat.completions.create(model="nobody", messages=question)
        except openai.APIStatusError as error:
            told["unknown"] = [type(error).__name__, error.code]
        pieces = 0
        try:
            for chunk in client.chat.completions.create(model="breaking", messages=question, stream=True):
                pieces += 1 if chunk.choices[0].delta.content else 0
        except openai.APIError as error:
            told["broken"] = [pieces, type(error).__name__]
        print(json.dumps(told))
        """

    @Test("`flowise` chats whole and in a stream, and learns what is wrong from the status")
    func flowise() async throws {
        try await FlowCampus.run(credits: 20) { world in
            let poor = try await world.campus.student("Jabari")
            try await world.offer(FlowCampus.flow, kind: "flow", to: poor)
            let told = try await PublishedClients.run(
                Self.flowiseScript,
                world.campus.baseURL,
                try await world.amina.key(),
                try await poor.key()
            )
            #expect(told["whole"] == "word0 word1 word2 word3 word4 ")
            #expect(told["session"] == "my session")
            #expect(told["names"] == ["start", "token", "token", "token", "token", "token", "metadata", "end"])
            #expect(told["streamed"] == "word0 word1 word2 word3 word4 ")
            #expect(told["poor"] == 402 && told["bad"] == 401)
            #expect(world.stub.tally.questions == 2)
            #expect(try await world.balance(of: world.amina) == 18)
        }
    }

    private static let flowiseScript = """
        import json, sys
        import requests
        from flowise import Flowise, IMessage, PredictionData
        base, key, poor = sys.argv[1:4]
        client, told = Flowise(base, key), {}
        def ask(client, **more):
            return list(client.create_prediction(PredictionData(chatflowId="flow-1", question="What is rain?", **more)))
        whole = ask(client, overrideConfig={"sessionId": "my session"})[0]
        told["whole"], told["session"] = whole["text"], whole["sessionId"]
        history = [IMessage(message="Hello.", type="userMessage"), IMessage(message="Hi.", type="apiMessage")]
        events = [json.loads(event) for event in ask(client, streaming=True, history=history)]
        told["names"] = [event["event"] for event in events]
        told["streamed"] = "".join(event["data"] for event in events if event["event"] == "token")
        for name, other in [("poor", poor), ("bad", "ely_wrong")]:
            try:
                ask(Flowise(base, other), streaming=True)
            except requests.HTTPError as error:
                told[name] = error.response.status_code
        print(json.dumps(told))
        """
}

extension Person {
    /// A new API key of this person's.
    fileprivate func key() async throws -> String {
        try await post("/api/auth/api-keys", ["name": "A program"]).json["key"]?.string ?? ""
    }
}
