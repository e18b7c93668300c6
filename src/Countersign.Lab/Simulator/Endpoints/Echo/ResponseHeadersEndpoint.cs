using System.Collections.Immutable;
using Countersign.Lab.Simulator.Twists.Challenges;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Answers with the fields of the query.</summary>
internal sealed class ResponseHeadersEndpoint : EchoAddress
{
    // These say where an answer ends, and are the server's.
    private static readonly string[] Framing = ["Content-Length", "Transfer-Encoding", "Connection", "Trailer"];

    public override string Path => "/response-headers";

    public override string Story => "Answers with the fields that the query has, several times where it has them so, and says them in its content: /response-headers?WWW-Authenticate=Basic.";

    public override ImmutableArray<string> Methods => ["GET", "HEAD", "POST"];

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/response-headers?X-Test=1&X-Test=2")];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var query = request.Context.Request.Query;
        foreach (var (name, values) in query)
        {
            if (!CookieText.IsToken(name) || Framing.Contains(name, StringComparer.OrdinalIgnoreCase) || values.Any(value => value?.Any(char.IsControl) is true))
                return Unknown($"fields (RFC 9110 §5.1) other than {string.Join(", ", Framing)}", "another one");
        }

        var answer = EchoJson.Answer(json =>
        {
            foreach (var (name, values) in query)
            {
                if (values.Count == 1)
                {
                    json.WriteString(name, values[0]);
                    continue;
                }

                json.WriteStartArray(name);
                foreach (var value in values)
                    json.WriteStringValue(value);
                json.WriteEndArray();
            }
        });
        foreach (var (name, values) in query)
        {
            foreach (var value in values)
                answer.Add(name, ChallengeText.Octets(value ?? ""));
        }

        return answer;
    }
}
