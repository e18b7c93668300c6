using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Wire;

namespace Countersign.Client.Schemes;

/// <summary>A key in a field of its own. Servers seldom ask for one by a challenge, so it goes with every request to its origin, and with none to another.</summary>
internal sealed class ApiKeyClientScheme : ClientScheme
{
    private readonly Origin _origin;
    private readonly ApiKeyClientOptions _options;
    private readonly Sent _key;

    public ApiKeyClientScheme(Origin origin, ApiKeyClientOptions options)
    {
        (_origin, _options) = (origin, options);
        _key = new(this, options);
    }

    public override string Name => "ApiKey";

    /// <summary>The field that carries the key.</summary>
    public string Field => _options.Header;

    private bool IsAllowed => _origin.IsTls || _options.AllowCleartext;

    public override Fitness Judge(Challenge challenge, RequestLeg leg) => IsAllowed ? Fitness.Of(40) : Fitness.None(FailureReason.InsecureTransport, $"an API key for {_origin}");

    public override ValueTask<SentCredentials?> PreemptAsync(RequestLeg leg, CancellationToken cancel) =>
        ValueTask.FromResult<SentCredentials?>(IsAllowed ? _key : null);

    public override ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel) =>
        ValueTask.FromResult(rejected is null ? Answer.Send(_key) : Answer.Fail(FailureReason.CredentialsRejected));

    private sealed class Sent(ApiKeyClientScheme scheme, ApiKeyClientOptions options) : SentCredentials(scheme, (options.Header, options.Key.Reveal()));
}
