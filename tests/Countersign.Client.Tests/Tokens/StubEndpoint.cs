using System.Net;
using System.Text;
using System.Web;

namespace Countersign.Client.Tests.Tokens;

/// <summary>A token endpoint within the process: notes what it is asked and answers as the test says.</summary>
internal sealed class StubEndpoint : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<Question> _asked = [];

    /// <summary>Answers; by default with tokens t1, t2 ... that count for an hour.</summary>
    public Func<Question, HttpResponseMessage> Answer { get; set; } = question => Json(200, $$"""{"access_token":"t{{question.Number}}","token_type":"Bearer","expires_in":3600}""");

    /// <summary>What an answer waits for.</summary>
    public Func<Question, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<Question> Asked
    {
        get
        {
            lock (_gate)
                return [.. _asked];
        }
    }

    public static HttpResponseMessage Json(int status, string content) =>
        new((HttpStatusCode)status) { Content = new StringContent(content, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage No(string error, int status = 400) => Json(status, $$"""{"error":"{{error}}"}""");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken));
        var fields = form.AllKeys.SelectMany(name => form.GetValues(name)!.Select(value => (Name: name!, Value: value))).ToList();
        Question question;
        lock (_gate)
        {
            question = new(
                _asked.Count + 1,
                fields.GroupBy(field => field.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => string.Join(' ', group.Select(field => field.Value)), StringComparer.Ordinal),
                request.Headers.Authorization?.ToString(),
                request.Headers.TryGetValues("DPoP", out var proofs) ? proofs.Single() : null);
            _asked.Add(question);
        }

        await Before(question, cancellationToken);
        return Answer(question);
    }

    /// <summary>What it was asked.</summary>
    internal sealed record Question(int Number, Dictionary<string, string> Form, string? Authorization, string? Dpop);
}
