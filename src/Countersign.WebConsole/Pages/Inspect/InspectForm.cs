using System.Text;
using Countersign.Inspector.Intake;
using Countersign.Inspector.Lint;
using Countersign.WebConsole.Ports;
using Microsoft.AspNetCore.Http;

namespace Countersign.WebConsole.Pages.Inspect;

/// <summary>What a person fills in. Credentials are read from what was posted alone, and never shown again.</summary>
internal sealed class InspectForm
{
    /// <summary>Methods that may be asked by.</summary>
    public static readonly string[] Methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];

    private InspectForm(ConsoleRequest request)
    {
        (Url, Method, Origin, Kind) = (request.Value("url").Trim(), request.Value("method"), request.Value("origin").Trim(), request.Value("kind"));
        As = Enum.TryParse<Asker>(request.Value("as"), ignoreCase: true, out var asker) && Enum.IsDefined(asker) ? asker : Asker.Program;
        Probes = request.Form.ContainsKey("probes");
        Cleartext = request.Form.ContainsKey("cleartext");
        if (!Methods.Contains(Method, StringComparer.Ordinal))
            Method = "GET";
        if (LintCatalogue.All.All(linter => linter.Kind != Kind))
            Kind = "";
    }

    /// <summary>The address as it was written.</summary>
    public string Url { get; }

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary>Whether the method changes nothing where it is asked (RFC 9110 §9.2.1).</summary>
    public bool IsSafe => Method is "GET" or "HEAD" or "OPTIONS";

    /// <summary>Who asks.</summary>
    public Asker As { get; }

    /// <summary>The origin of the page whose script asks; empty for the address's own.</summary>
    public string Origin { get; }

    /// <summary>Whether further questions are asked.</summary>
    public bool Probes { get; }

    /// <summary>Whether credentials may travel in the open.</summary>
    public bool Cleartext { get; }

    /// <summary>Whose configuration it is; empty where that is told by what stands in it.</summary>
    public string Kind { get; }

    /// <summary>What is wrong with it; null for nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>What is asked; null for nothing.</summary>
    public VisitOrder? Order { get; private set; }

    /// <summary>What was given to be judged.</summary>
    public IReadOnlyList<GivenFile> Files { get; private set; } = [];

    /// <summary>Reads it.</summary>
    public static async Task<InspectForm> ReadAsync(ConsoleRequest request)
    {
        var form = new InspectForm(request);
        if (request.IsPost && request.Form.ContainsKey("given"))
        {
            form.Files = await FilesAsync(request);
            form.Fault = form.Files.Count == 0 ? "Paste something, or choose a file." : null;
        }
        else if (form.Url.Length > 0)
        {
            form.ReadOrder(request.Form);
        }
        else if (request.IsPost)
        {
            form.Fault = "Give an address, such as https://api.example.org/orders.";
        }

        return form;
    }

    /// <summary>The query that fills the form like this, without secrets.</summary>
    public string ToQuery()
    {
        if (Order is null)
            return "";
        var query = new StringBuilder("?url=").Append(Uri.EscapeDataString(WithoutSecrets(Order.Url)));
        if (Method != "GET")
            query.Append("&method=").Append(Method);
        if (As != Asker.Program)
            query.Append("&as=").Append(As.ToString().ToLowerInvariant());
        if (Origin.Length > 0)
            query.Append("&origin=").Append(Uri.EscapeDataString(Origin));
        return query.ToString();
    }

    /// <summary>An address without the parameters of its query that are secrets.</summary>
    internal static string WithoutSecrets(Uri url)
    {
        var shown = new MessageIntake().Request("GET", url.PathAndQuery, url.AbsoluteUri, "HTTP/1.1", []).Url ?? url;
        var kept = shown.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(each => !each.Contains("***", StringComparison.Ordinal)).ToList();
        return shown.GetLeftPart(UriPartial.Path) + (kept.Count > 0 ? "?" + string.Join('&', kept) : "");
    }

    private void ReadOrder(IFormCollection posted)
    {
        var text = Url.Contains("://", StringComparison.Ordinal) ? Url : $"https://{Url}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            Fault = "That is no address of http or https.";
        else if (url.UserInfo.Length > 0)
            Fault = "There are credentials in the address. Write them into their own fields.";
        else if (Origin.Length > 0 && !(Uri.TryCreate(Origin, UriKind.Absolute, out var page) && page.GetLeftPart(UriPartial.Authority) == Origin && page.Scheme is "http" or "https"))
            Fault = "An origin is such as https://app.example.org, without a path.";
        else
            Order = OrderOf(url, posted);
    }

    private VisitOrder OrderOf(Uri url, IFormCollection posted)
    {
        var (user, token) = (posted["user"].ToString(), posted["token"].ToString().Trim());
        return new(Method, url)
        {
            As = As,
            Origin = As == Asker.Script && Origin.Length > 0 ? Origin : null,
            User = user.Length > 0 ? user : null,
            Password = user.Length > 0 ? new(posted["password"].ToString()) : null,
            Token = token.Length > 0 ? new(token) : null,
            Probes = Probes,
            AllowsCleartext = Cleartext,
        };
    }

    private static async Task<List<GivenFile>> FilesAsync(ConsoleRequest request)
    {
        var files = new List<GivenFile>();
        foreach (var file in request.Form.Files.Where(file => file.Length > 0))
        {
            var octets = new byte[file.Length];
            await using var content = file.OpenReadStream();
            await content.ReadExactlyAsync(octets, request.Cancel);
            files.Add(new(Path.GetFileName(file.FileName.Replace('\\', '/')) is { Length: > 0 } name ? name : "file", octets));
        }

        if (request.Form["text"].ToString() is { Length: > 0 } text && !string.IsNullOrWhiteSpace(text))
            files.Add(new("pasted", Encoding.UTF8.GetBytes(text)));
        return files;
    }
}
