using System.Buffers.Text;
using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Says what a text in base64url means.</summary>
internal sealed class Base64Endpoint : EchoAddress
{
    public override string Path => "/base64/{value}";

    public override string Story => "The octets of the path's base64url (RFC 4648 §5), as plain text: what strangers write is nobody's page.";

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/base64/aGVsbG8")];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var text = request.Route("value")!.Replace('+', '-').Replace('/', '_').TrimEnd('=');
        if (!Base64Url.IsValid(text))
            return Unknown("base64url", "something else");
        var answer = new SimulatedAnswer(200) { Content = Base64Url.DecodeFromChars(text), MediaType = "text/plain; charset=utf-8" };
        answer.Add("X-Content-Type-Options", "nosniff");
        return answer;
    }
}
