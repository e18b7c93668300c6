using System.Text;
using Xunit;

namespace Countersign.EndToEnd.ForwardAuth;

/// <summary>Asks a proxy that asks the gateway.</summary>
public abstract class ProxyStage
{
    protected static readonly string Anna = "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(ExampleSite.Anna));

    protected ProxyStage(ProxySite site)
    {
        Site = site;
        site.Need();
    }

    private protected ProxySite Site { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected Task<Answer> GetAsync(string target, params string[] fields) => AskAsync("GET", target, fields);

    private protected Task<Answer> AskAsync(string method, string target, params string[] fields) => Site.AskAsync(Written(method, target, fields));

    private protected static string Written(string method, string target, params string[] fields) =>
        $"{method} {target} HTTP/1.1\r\nHost: app.example.org\r\nConnection: close\r\n{string.Concat(fields.Select(field => field + "\r\n"))}\r\n";
}
