using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Wire;

namespace Countersign.Client.Schemes;

/// <summary>A user name and password in the open (RFC 7617): sent when asked for, and from then on within the protection space without being asked.</summary>
internal sealed class BasicClientScheme : ClientScheme
{
    private readonly ProtectionSpace _space = new();
    private readonly Origin _origin;
    private readonly BasicClientOptions _options;
    private readonly Sent _inUtf8;
    private readonly Sent _otherwise;
    private volatile Sent _latest;

    public BasicClientScheme(Origin origin, BasicClientOptions options)
    {
        (_origin, _options) = (origin, options);
        var (inUtf8, otherwise) = (options.Authorization(isLatin1: false), options.Authorization(options.Latin1WithoutCharset));
        _inUtf8 = new(this, inUtf8);
        _latest = _otherwise = otherwise == inUtf8 ? _inUtf8 : new(this, otherwise);
    }

    public override string Name => "Basic";

    private bool IsAllowed => _origin.IsTls || _options.AllowCleartext;

    public override Fitness Judge(Challenge challenge, RequestLeg leg) => IsAllowed ? Fitness.Of(10) : Fitness.None(FailureReason.InsecureTransport, $"Basic for {_origin}");

    public override ValueTask<SentCredentials?> PreemptAsync(RequestLeg leg, CancellationToken cancel) =>
        ValueTask.FromResult<SentCredentials?>(IsAllowed && (_options.Preemptive || _space.Covers(leg.Target)) ? _latest : null);

    public override ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel)
    {
        var isUtf8 = challenge.Find("charset")?.Equals("UTF-8", StringComparison.OrdinalIgnoreCase) == true; // RFC 7617 §2.1
        var wanted = isUtf8 ? _inUtf8 : _otherwise;

        // Those that went unasked may have been in other octets than the server reads.
        if (rejected == wanted || rejected == _inUtf8)
            return ValueTask.FromResult(Answer.Fail(FailureReason.CredentialsRejected));
        _latest = wanted;
        return ValueTask.FromResult(Answer.Send(wanted));
    }

    public override Failure? Receive(SentCredentials sent, RequestLeg leg, HttpResponseMessage response)
    {
        if (response.StatusCode != System.Net.HttpStatusCode.Unauthorized)
            _space.Add(leg.Target);
        return null;
    }

    private sealed class Sent(BasicClientScheme scheme, string authorization) : SentCredentials(scheme, ("Authorization", authorization));
}
