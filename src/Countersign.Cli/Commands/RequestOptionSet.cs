using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Text;
using Countersign.Cli.Requests;

namespace Countersign.Cli.Commands;

/// <summary>How <c>request</c> is written: method, address, items, and how it is sent.</summary>
internal sealed class RequestOptionSet
{
    // Timers go no further.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    private const string Ordered = "The method, GET or with a content POST where it is left out; the address; then items: Name:value is a field and Name: takes one away, "
        + "name==value a parameter of the query, name=value a text and name:=JSON any value of a JSON object, name=@FILE and name:=@FILE the same from files, name@FILE a file of a form, "
        + "@FILE the whole content.";

    private readonly Argument<string[]> _words;

    private readonly Option<bool> _form = new("--form", "-f") { Description = "Send name=value items as a form instead of a JSON object." };

    private readonly Option<string?> _body = new("--body", "-d") { Description = "The content: a text, @FILE, or - for the standard input.", HelpName = "TEXT|@FILE|-" };

    private readonly Option<bool> _noReauth = new("--no-reauth") { Description = "The bare exchange: one message and its answer; no challenge is answered, no redirect followed. A token, a key and Basic go along unasked." };

    private readonly Option<bool> _noFollow = new("--no-follow") { Description = "Don't follow redirects. Otherwise up to 20 are, and credentials never go to another origin." };

    private readonly Option<string?> _timeout = TimeOptions.Length("--timeout", "How long the answer may take to begin (30s).")
        .Checked(text => TimeOptions.LengthOf(text) is { } length && (length <= TimeSpan.Zero || length > LongestTimeout) ? $"--timeout is longer than nothing and up to {LongestTimeout.Days}d." : null);

    private readonly Option<string?> _authorities = new("--cacert") { Description = "A PEM file of authorities to trust, instead of the system's.", HelpName = "FILE" };

    private readonly Option<string?> _proxy = new Option<string?>("--proxy") { Description = "Go through this proxy, instead of those that http_proxy, https_proxy and no_proxy name.", HelpName = "URL" }
        .Checked(text => AddressOf(text) is null ? "--proxy is an http or https URL without credentials; those are given by --proxy-auth." : null);

    private readonly Option<string?> _proxyAuth = new Option<string?>("--proxy-auth") { Description = "A user for Basic and Digest at the proxy of --proxy, as for --auth.", HelpName = "USER[:PASSWORD]" }
        .Sound(RequestCredentialRules.OfUser);

    private readonly Option<bool> _http1 = new("--http1.1") { Description = "Speak HTTP/1.1." };

    private readonly Option<bool> _http2 = new("--http2") { Description = "Speak HTTP/2; over http without asking first." };

    private readonly bool _takesFile;

    /// <param name="file">What a file is that may stand in the place of the request; null where none may.</param>
    public RequestOptionSet(string? file = null)
    {
        _takesFile = file is not null;
        _words = new(_takesFile ? "source" : "request")
        {
            Description = file is null ? Ordered : $"{file} Or a request to send: {char.ToLowerInvariant(Ordered[0])}{Ordered[1..]}",
            HelpName = file is null ? "[METHOD] URL [ITEM]..." : "FILE|-|[METHOD] URL [ITEM]...",
            Arity = file is null ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore,
        };
        _words.Validators.Add(Judge);
    }

    public RequestCredentialOptions Credentials { get; } = new();

    public void AddTo(Command command)
    {
        command.Add(_words);
        command.Add(_form);
        command.Add(_body);
        Credentials.AddTo(command);
        foreach (var option in new Option[] { _noReauth, _noFollow, _timeout, _authorities, _proxy, _proxyAuth, _http1, _http2 })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.Has(_proxyAuth) && !result.Has(_proxy))
                result.AddError("--proxy-auth is for --proxy URL.");
            if (result.Has(_http1) && result.Has(_http2))
                result.AddError("--http1.1 and --http2 are two answers to one question; give one.");
            if (Credentials.OnInput(result) + new[] { _body, _proxyAuth }.Count(option => result.GetResult(option) is { Tokens: [{ Value: "-" }] }) > 1)
                result.AddError("Only one thing can come on the standard input.");
            var words = (result.GetResult(_words)?.Tokens ?? []).Select(token => token.Value).ToArray();
            if (UrlAt(words) is { } at && ItemsOf(words[(at + 1)..]) is { } items && RequestItems.Fault(items, result.Has(_form), result.Has(_body)) is { } fault)
                result.AddError(fault);
        });
    }

    /// <summary>The file in the place of a request; null where there is none.</summary>
    public string? FileOf(ParseResult parsed) => parsed.GetValue(_words) is [var only] && IsFile([only]) ? only : null;

    /// <summary>Whether a request is ordered.</summary>
    public bool IsRequest(CommandResult result) => result.GetResult(_words) is { Tokens: { Count: > 0 } tokens } && !IsFile([.. tokens.Select(token => token.Value)]);

    /// <summary>Whether there is neither a request nor a file.</summary>
    public bool IsNothing(CommandResult result) => result.GetResult(_words) is not { Tokens.Count: > 0 };

    /// <summary>Whether all that is given is the standard input.</summary>
    public bool IsStandardInput(CommandResult result) => result.GetResult(_words) is { Tokens: [{ Value: "-" }] };

    /// <summary>The options that mean nothing without a request.</summary>
    public IEnumerable<Option> OfRequests => [_form, _body, _noReauth, _noFollow, _timeout, _authorities, _proxy, _proxyAuth, _http1, _http2, .. Credentials.All];

    /// <summary>Whether one message is sent, and nothing answered.</summary>
    public bool IsBare(ParseResult parsed) => parsed.GetValue(_noReauth);

    /// <summary>What is ordered.</summary>
    /// <exception cref="CommandFailure">A file or a secret can't be had.</exception>
    public RequestOrder Read(ParseResult parsed, bool asksForPassword)
    {
        var words = parsed.GetValue(_words)!;
        var at = UrlAt(words)!.Value;
        var items = ItemsOf(words[(at + 1)..])!.Value;
        var body = parsed.GetValue(_body);
        var isForm = parsed.GetValue(_form);
        var content = body switch
        {
            null => RequestItems.Content(items, isForm),
            "-" => RequestContent.OfInput(),
            ['@', .. var file] => RequestContent.OfFile(file),
            _ => RequestContent.Of(Encoding.UTF8.GetBytes(body), isForm ? "application/x-www-form-urlencoded" : MediaTypeOf(body)),
        };
        if (content is not null && content.File is { } named && !File.Exists(named))
            throw new CommandFailure($"there is no file {named}.");
        return new(at == 0 ? content is null ? HttpMethod.Get : HttpMethod.Post : HttpMethod.Parse(words[0]), RequestItems.Address(AddressOf(words[at])!, items))
        {
            Fields = FieldsOf(items, content),
            Content = content,
            Credentials = Credentials.Read(parsed, AddressOf(words[at])!, asksForPassword && !items.Any(item => item.Kind == RequestItemKind.Field && item.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))),
            Proxy = parsed.GetValue(_proxy),
            ProxyUser = parsed.GetValue(_proxyAuth) is { } proxyAuth ? RequestCredentialOptions.User("--proxy-auth", proxyAuth, parsed.InvocationConfiguration.Error) : null,
            Version = parsed.GetValue(_http1) ? HttpVersion.Version11 : parsed.GetValue(_http2) ? HttpVersion.Version20 : null,
            Follows = !parsed.GetValue(_noFollow),
            Reauthenticates = !parsed.GetValue(_noReauth),
            Timeout = TimeOptions.LengthOf(parsed.GetValue(_timeout)) ?? TimeSpan.FromSeconds(30),
            Authorities = parsed.GetValue(_authorities),
        };
    }

    private static ImmutableArray<(string Name, string Value)> FieldsOf(ImmutableArray<RequestItem> items, RequestContent? content)
    {
        var own = items.Where(item => item.Kind is RequestItemKind.Field or RequestItemKind.NoField).ToList();
        var usual = new[] { ("Accept", content?.MediaType == "application/json" ? "application/json, */*;q=0.5" : "*/*"), ("User-Agent", $"Countersign/{ProgramVersion.Text}") };
        return
        [
            .. usual.Where(field => !own.Exists(item => item.Name.Equals(field.Item1, StringComparison.OrdinalIgnoreCase))),
            .. own.Where(item => item.Kind == RequestItemKind.Field).Select(item => (item.Name, item.Value)),
        ];
    }

    private bool IsFile(string[] words) => _takesFile && words is [var only] && !only.Contains("://", StringComparison.Ordinal);

    private void Judge(ArgumentResult result)
    {
        string[] words = [.. result.Tokens.Select(token => token.Value)];
        if (_takesFile && (words.Length == 0 || (IsFile(words) && !UnknownOption.IsOne(words[0]))))
            return;
        if (Array.Find(words, UnknownOption.IsOne) is { } unknown)
            result.AddError(UnknownOption.Fault(unknown, (result.Parent as CommandResult)?.Command));
        else if (_takesFile && words.Length > 1 && UrlAt(words) is null && (words[0] == "-" || File.Exists(words[0])))
            result.AddError("One recording is judged at a time.");
        else if (UrlAt(words) is not { } at)
            result.AddError($"The address is an http or https URL, such as https://{HostIn(words) ?? "api.example.org/orders"}.");
        else if (at == 1 && !RequestItems.IsToken(words[0]))
            result.AddError("The method before the address is a word such as GET.");
        else if (at == 1 && words[0].Equals("CONNECT", StringComparison.OrdinalIgnoreCase))
            result.AddError("CONNECT opens a tunnel at a proxy: --proxy URL does so where the address is one of https.");
        else if (AddressOf(words[at]) is null)
            result.AddError("The address is no http or https URL, or has credentials in it; those are given by --auth.");
        else if (ItemsOf(words[(at + 1)..]) is null)
            result.AddError($"'{QuotedWord.Of(words[(at + 1)..].First(word => RequestItem.Read(word) is null))}' is no item; a field is Name:value, a value name=value, a parameter of the query name==value.");
    }

    /// <summary>Which word is the address: the first or, behind a method, the second.</summary>
    private static int? UrlAt(string[] words)
    {
        if (words.Length > 0 && words[0].Contains("://", StringComparison.Ordinal))
            return 0;
        return words.Length > 1 && words[1].Contains("://", StringComparison.Ordinal) ? 1 : null;
    }

    // An address whose scheme was left out, as browsers take it.
    private static string? HostIn(string[] words) =>
        words.Take(2).FirstOrDefault(word => (word.Contains('.', StringComparison.Ordinal) || word.StartsWith("localhost", StringComparison.Ordinal)) && !word.Contains('=', StringComparison.Ordinal) && AddressOf("https://" + word) is not null);

    private static ImmutableArray<RequestItem>? ItemsOf(string[] words)
    {
        var items = words.Select(RequestItem.Read).ToList();
        return items.Contains(null) ? null : [.. items.Select(item => item!.Value)];
    }

    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Host.Length > 0 ? url : null;

    private static string MediaTypeOf(string body) => body.TrimStart() is ['{' or '[', ..] ? "application/json" : "text/plain";
}
