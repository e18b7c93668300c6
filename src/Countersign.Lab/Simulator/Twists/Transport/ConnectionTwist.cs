using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Twists.Challenges;

namespace Countersign.Lab.Simulator.Twists.Transport;

/// <summary>What becomes of the connection when a request is refused.</summary>
internal sealed class ConnectionTwist : RefusalTwist
{
    private const string Early = "early-data";
    private const string EarlyUnsaid = "early-data-401";

    public override string Name => "connection";

    public override SimulatorGroup Group => SimulatorGroup.Transport;

    public override string Story => "Closes or breaks off the connection of refusals, or sends them otherwise than at once and whole. Without it refusals come as soon as the fields of the request are there: who sends Expect: 100-continue is spared the content (RFC 9110 §10.1.1).";

    protected override ImmutableArray<TwistRow> Rows { get; } =
    [
        new(new("close", "The connection ends with the refusal, and says so (RFC 9112 §9.6); schemes that authenticate connections can't go on."), (answer, _) => answer.Set("Connection", "close")),
        new(Upload(new("after-upload", "All of the content is read before it is refused, and 100 (Continue) asks for it where the client waits (RFC 9110 §10.1.1).", "flow/refused-after-upload")), (answer, _) => answer.ReadsContent = true),
        new(new("drip", "The first octets of the content come one by one."), (answer, _) => answer.Sending = AnswerSending.Dripping),
        new(new("abort", "The connection is broken off before anything was sent: clients can't know whether the request had an effect (RFC 9110 §9.2.2)."), (answer, _) => answer.Sending = AnswerSending.Nothing),
        new(new("abort-after-fields", "The connection is broken off behind the fields (RFC 9112 §8): the challenge is there, the content is not."), (answer, _) => answer.Sending = AnswerSending.Fields),
        new(new("abort-midway", "The connection is broken off in the midst of the content (RFC 9112 §8)."), (answer, _) => answer.Sending = AnswerSending.Half),
        new(Sent(new(Early, "Credentials that came as early data, which anybody may send again, are answered 425: clients send them once more when the handshake is done (RFC 8470 §5.2).")), TooEarly),
        new(Sent(new(EarlyUnsaid, "Credentials that came as early data are answered 401, where 425 belongs: clients take good ones for wrong (RFC 8470 §5.2).")), (_, _) => { }),
    ];

    public override bool Refuses(Judged judged, string value) => value is Early or EarlyUnsaid && IsEarly(judged);

    public override Refusal? Reason(string value) => Refusal.CredentialsMissing;

    private static bool IsEarly(Judged judged) => judged.Request.Field("Early-Data") == "1";

    private static TwistValue Upload(TwistValue value) => value with { Method = "POST", Content = new('x', 1024 * 1024) };

    private static TwistValue Sent(TwistValue value) => value with { Authorization = LoginParameters.Basic, Fields = [("Early-Data", "1")] };

    private static void TooEarly(SimulatedAnswer answer, Judged judged)
    {
        if (!IsEarly(judged))
            return;
        answer.Status = 425;
        answer.Remove(ChallengeText.Field);
    }
}
