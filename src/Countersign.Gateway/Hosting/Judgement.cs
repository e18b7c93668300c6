using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Countersign.Gateway.Publishing;
using Countersign.Gateway.Routing;

namespace Countersign.Gateway.Hosting;

/// <summary>
/// A request as judged: where it belongs and whether it may pass; or what the gateway answers itself, a document or an address of its own or a preflight, of which
/// there is no decision. The dry run and the live gateway get the same, and the latter then exchanges the token where it <see cref="NeedsExchange"/>.
/// </summary>
internal readonly struct Judgement
{
    /// <summary>What was seen of the request; null when it could not even be read.</summary>
    public HttpRequestFacts? Facts { get; init; }

    public CompiledRoute? Route { get; init; }

    public Decision Decision { get; init; }

    /// <summary>How long the decision held up the thread of its connection; nothing for what was waited for.</summary>
    public TimeSpan Effort { get; init; }

    /// <summary>The Authorization field for the upstream in the place of the client's; null where none takes its place.</summary>
    public string? Authorization { get; init; }

    /// <summary>Whether the presented token has to be exchanged before the request goes on.</summary>
    public bool NeedsExchange => Route?.Exchange is not null && Decision.IsAdmitted && Preflight is null && Authorization is null;

    /// <summary>What the gateway itself serves at this address, to everybody.</summary>
    public OwnDocument? Document { get; init; }

    /// <summary>What answers at this address of the gateway's own space.</summary>
    public IOwnEndpoint? Own { get; init; }

    /// <summary>The part that every door has, for the answer to a refusal.</summary>
    public JudgedRequest Judged => new() { Facts = Facts, Area = Route?.Area, Decision = Decision, Effort = Effort };

    /// <summary>What a preflight's origin is allowed: such a request is answered by the gateway and never judged by schemes (CONTRACT 7).</summary>
    public CorsAnswer? Preflight { get; init; }
}
