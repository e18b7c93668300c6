namespace Countersign.Cli.Consoles;

/// <summary>Shows each answer to somebody before it goes on.</summary>
/// <param name="inner">Whoever answers.</param>
/// <param name="learn">Sees the answer; its content can be read once more afterwards.</param>
internal sealed class LearningHandler(HttpMessageHandler inner, Func<HttpResponseMessage, CancellationToken, Task> learn) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        await learn(answer, cancellationToken);
        return answer;
    }
}
