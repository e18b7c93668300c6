using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Inspector.Intake;
using Countersign.WebConsole.Ports;

namespace Countersign.WebConsole.Pages.Playground;

/// <summary>What a person fills in.</summary>
/// <param name="request">The request, with its variables.</param>
internal sealed partial class PlaygroundForm(ComposedRequest request)
{
    private const string ValuePrefix = "var.";

    /// <summary>The request, with its variables.</summary>
    public ComposedRequest Request { get; } = request;

    /// <summary>The fields as text, one a line.</summary>
    public string FieldsText { get; private init; } = string.Join('\n', request.Fields.Select(field => $"{field.Name}: {field.Value}"));

    /// <summary>What the variables stand for.</summary>
    public ImmutableDictionary<string, string> Values { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The variables, each once.</summary>
    public ImmutableArray<string> VariableNames => Variables.NamesIn(Request);

    /// <summary>The name of a variable's field in the form.</summary>
    public static string ValueField(string variable) => ValuePrefix + variable;

    /// <summary>Reads what was posted, else the query, in which there is no secret.</summary>
    public static PlaygroundForm Read(ConsoleRequest console)
    {
        string Text(string name) => console.Value(name).Trim();
        Secret? SecretOf(string name) => console.Form[name].ToString() is { Length: > 0 } text ? new(text) : null;

        // A box that is not ticked is not posted.
        bool IsTicked(string name, bool before) => console.IsPost ? console.Form.ContainsKey(name) : console.Query(name) is { Length: > 0 } word ? word == "yes" : before;
        var fields = console.Value("fields").ReplaceLineEndings("\n");
        var renewal = Text("endpoint") is { Length: > 0 } endpoint ? new Renewal(endpoint, Text("client")) { ClientSecret = SecretOf("clientsecret"), RefreshToken = SecretOf("refresh") } : null;
        var request = new ComposedRequest(Text("method") is { Length: > 0 } method ? method : "GET", UrlOf(Text("url")))
        {
            Fields = [.. fields.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).Select(FieldOf)],
            Content = console.Value("content").ReplaceLineEndings("\n"),
            Login = Enum.TryParse<ComposedLogin>(Text("as"), ignoreCase: true, out var login) && Enum.IsDefined(login) ? login : ComposedLogin.None,
            User = Text("user"),
            KeyField = Text("keyfield") is { Length: > 0 } keyField ? keyField : ComposedRequest.UsualKeyField,
            Secret = SecretOf("secret"),
            ProofKey = SecretOf("proofkey"),
            Renewal = renewal,
            Answers = IsTicked("answers", before: true),
            Follows = IsTicked("follows", before: true),
            AllowsCleartext = IsTicked("cleartext", before: false),
            Times = int.TryParse(Text("times"), NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? Math.Clamp(times, 1, ComposedRequest.MostTimes) : 1,
        };
        return new(request)
        {
            FieldsText = fields,
            Values = console.Form.Where(pair => pair.Key.StartsWith(ValuePrefix, StringComparison.Ordinal)).ToImmutableDictionary(pair => pair.Key[ValuePrefix.Length..], pair => pair.Value.ToString(), StringComparer.Ordinal),
        };
    }

    /// <summary>The query that fills the form like this; of a request without secrets.</summary>
    public static string QueryOf(ComposedRequest shared)
    {
        var query = new StringBuilder("?url=").Append(Uri.EscapeDataString(shared.Url));
        void Add(string name, string value, string usual = "")
        {
            if (value != usual)
                query.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        Add("method", shared.Method, "GET");
        Add("fields", string.Join('\n', shared.Fields.Select(field => $"{field.Name}: {field.Value}")));
        Add("content", shared.Content);
        Add("as", shared.Login.ToString().ToLowerInvariant(), "none");
        Add("user", shared.User);
        Add("keyfield", shared.KeyField, ComposedRequest.UsualKeyField);
        Add("endpoint", shared.Renewal?.Endpoint ?? "");
        Add("client", shared.Renewal?.ClientId ?? "");
        Add("answers", shared.Answers ? "yes" : "no", "yes");
        Add("follows", shared.Follows ? "yes" : "no", "yes");
        Add("cleartext", shared.AllowsCleartext ? "yes" : "no", "no");
        Add("times", shared.Times.ToString(CultureInfo.InvariantCulture), "1");
        return query.ToString();
    }

    /// <summary>What is sent; null, and why, where that can't be.</summary>
    public (VisitOrder? Order, string? Fault) ToOrder()
    {
        var filled = Variables.Fill(Request, Values);
        if (Variables.NamesIn(filled) is [var missing, ..])
            return (null, $"The variable {missing} has no value yet: give it one below Variables.");
        if (!Token().IsMatch(filled.Method))
            return (null, "A method is a word such as GET.");
        if (filled.Url.Length == 0 || !Uri.TryCreate(filled.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            return (null, "Give an address of http or https, such as https://api.example.org/orders.");
        if (url.UserInfo.Length > 0)
            return (null, "There are credentials in the address. Choose a scheme, and write them into its own fields.");
        if (FieldsText.Split('\n').FirstOrDefault(line => !string.IsNullOrWhiteSpace(line) && !line.Contains(':', StringComparison.Ordinal)) is { } bare)
            return (null, $"Every line of the fields has a name, a colon and a value; this one does not: {Shown(bare.Trim())}");
        if (filled.Fields.FirstOrDefault(field => !Token().IsMatch(field.Name)) is { Name: not null } broken)
            return (null, $"Every line of the fields has a name, a colon and a value; this one does not: {Shown(broken.Name)}");
        if (filled.Fields.FirstOrDefault(field => field.Value.Any(char.IsControl)) is { Name: not null } control)
            return (null, $"The value of {control.Name} has a control character in it.");
        return FaultOf(filled) is { } fault ? (null, fault) : (OrderOf(filled, url) with { OwnFields = OwnFields(), Secrets = Secrets() }, null);
    }

    // What a person keeps out of the text is not for whoever a redirect names.
    private ImmutableArray<string> OwnFields() => [.. Request.Fields.Where(field => Variables.Without(field.Value).Length < field.Value.Length).Select(field => field.Name)];

    private ImmutableArray<Secret> Secrets() => [.. Values.Where(value => value.Value.Length > 0 && SecretNames.IsParameter(value.Key)).Select(value => new Secret(value.Value))];

    private static string? FaultOf(ComposedRequest request) => request switch
    {
        { Login: ComposedLogin.Basic or ComposedLogin.Digest, User: "" } => "Give the name of the user.",
        { Login: ComposedLogin.Basic or ComposedLogin.Digest, Secret: null } => "Give the password.",
        { Login: ComposedLogin.Basic, User: var user } when user.Contains(':', StringComparison.Ordinal) => "The name of a user of Basic has no colon (RFC 7617 §2).",
        { Login: ComposedLogin.Bearer or ComposedLogin.Dpop, Secret: null, Renewal: null } => "Give an access token, or a token endpoint where one is got.",
        { Login: ComposedLogin.ApiKey, Secret: null } => "Give the key.",
        { Login: ComposedLogin.ApiKey } when !Token().IsMatch(request.KeyField) => "The name of the key's field is no name of a field.",
        { Login: ComposedLogin.Digest or ComposedLogin.Dpop, Answers: false } => "Credentials of Digest and proofs of DPoP are made by the client: let it answer challenges.",
        { Renewal: { } renewal } when !Uri.TryCreate(renewal.Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https") => "The token endpoint is no address.",
        { Renewal.ClientId: "" } => "Give the client_id by which the token endpoint knows the client.",
        { Secret: { } secret } when secret.Reveal().Any(char.IsControl) => "There is a control character in the secret.",
        { User: var user } when user.Any(char.IsControl) => "There is a control character in the name of the user.",
        _ => null,
    };

    private static VisitOrder OrderOf(ComposedRequest request, Uri url)
    {
        var (isUser, isToken) = (request.Login is ComposedLogin.Basic or ComposedLogin.Digest, request.Login is ComposedLogin.Bearer or ComposedLogin.Dpop);
        return new(request.Method, url)
        {
            Fields = request.Fields,
            Content = request.Content,
            User = isUser ? request.User : null,
            Password = isUser ? request.Secret : null,
            UserScheme = request.Login == ComposedLogin.Digest ? UserScheme.Digest : UserScheme.Basic,
            Token = isToken ? request.Secret : null,
            IsBound = request.Login == ComposedLogin.Dpop,
            ProofKey = request.Login == ComposedLogin.Dpop ? request.ProofKey : null,
            Renewal = isToken ? request.Renewal : null,
            Key = request.Login == ComposedLogin.ApiKey ? request.Secret : null,
            KeyField = request.KeyField,
            Answers = request.Answers,
            Follows = request.Follows,
            AllowsCleartext = request.AllowsCleartext,
            Times = request.Times,
        };
    }

    // Who writes no scheme means the usual one.
    private static string UrlOf(string url) => url.Length == 0 || Scheme().IsMatch(url) || url.StartsWith("{{", StringComparison.Ordinal) ? url : $"https://{url}";

    private static (string Name, string Value) FieldOf(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (line.Trim(), "") : (line[..colon].Trim(), line[(colon + 1)..].Trim());
    }

    private static string Shown(string text) => text.Length > 60 ? text[..60] : text;

    // What only looks like one would be an option to programs that code is for.
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*://", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
