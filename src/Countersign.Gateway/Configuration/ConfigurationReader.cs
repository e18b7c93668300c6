using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Words;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads <c>countersign.yaml</c>: strictly, completely (all problems, in the order of the file), never throwing for its content.</summary>
public static class ConfigurationReader
{
    private const long MaxLength = 16 << 20;

    /// <summary>Reads a file; variables come from the process.</summary>
    public static ConfigurationReading Read(string path) => Read(path, Environment.GetEnvironmentVariable);

    /// <summary>Reads a file, looking environment variables up as given.</summary>
    public static ConfigurationReading Read(string path, Func<string, string?> environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(environment);
        var context = new ReadingContext(Path.GetFullPath(path), environment);
        context.Stamps.Take(context.File);
        var configuration = TextOf(context) is { } text ? ReadText(text, context) : null;
        return new ConfigurationReading(context.HasErrors ? null : configuration, context.Problems)
        {
            File = context.File,
            Stamps = context.Stamps,
            Marks = context.Marks,
        };
    }

    /// <summary>
    /// Reads a text as if it stood in a file. Of variables and files with secrets it gets what the file's own text names: whoever may have a text compared is
    /// not given the rest of the machine to read.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file in whose place it stands, absolute.</param>
    /// <param name="environment">Looks environment variables up.</param>
    internal static ConfigurationReading ReadText(string text, string file, Func<string, string?> environment)
    {
        var own = TextOf(new ReadingContext(file, environment)) ?? "";
        var context = new ReadingContext(file, environment) { MayFill = placeholder => placeholder.EndsWith('}') && own.Contains(placeholder, StringComparison.Ordinal) };
        var configuration = ReadText(text, context);
        return new ConfigurationReading(context.HasErrors ? null : configuration, context.Problems) { File = file, Stamps = context.Stamps, Marks = context.Marks };
    }

    private static string? TextOf(ReadingContext context)
    {
        try
        {
            if (Directory.Exists(context.File))
                context.Error("", new(1, 1), "file-missing", "this is a folder", "name the file in it");
            else if (RegularFile.IsOther(context.File))
                context.Error("", new(1, 1), "file-unreadable", "this is a pipe or a device, not a file", null);
            else if (!File.Exists(context.File))
                context.Error("", new(1, 1), "file-missing", "there is no such file", null);
            else if (new FileInfo(context.File).Length > MaxLength)
                context.Error("", new(1, 1), "file-too-long", "the file is larger than 16 MiB", null);
            else
                return File.ReadAllText(context.File);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Error("", new(1, 1), "file-unreadable", "the file cannot be read", "check its owner and mode");
        }

        return null;
    }

    private static GatewayConfiguration? ReadText(string text, ReadingContext context)
    {
        var tree = YamlTreeReader.Read(text, context);
        if (tree is null or YamlText { IsNull: true })
        {
            if (!context.HasErrors)
                context.Error("", new(1, 1), "empty-file", "the file is empty", "a configuration needs at least one route");
            return null;
        }

        if (SectionReader.Open(context, ConfigurationKeys.Top, "", tree, Missing) is not { } top)
            return null;

        var defaults = new GatewayConfiguration();
        var schemes = SchemeReader.Read(top);
        var listen = ListenReader.Read(top, defaults.Listen);
        var admin = ListenReader.ReadAdmin(top, listen, defaults.Admin);
        var identity = Identity(top);
        var store = Store(top);
        var configuration = new GatewayConfiguration
        {
            Listen = listen,
            Admin = admin,
            AdminToken = AdminToken(top),
            AdminLab = ListenReader.ReadLab(top, listen, admin),
            Store = store,
            AdminTokenFile = (store.File ?? top.Context.Absolute("countersign")) + ".admin-token",
            TrustedProxies = top.Networks("trusted-proxies"),
            ForwardAuth = ForwardAuthReader.Read(top),
            Identity = identity,
            Assertion = AssertionReader.Read(top, identity),
            SignIn = SignInReader.Read(top),
            Journal = Journal(top),
            Limits = Limits(top),
            OtlpEndpoint = Otlp(top),
            Schemes = schemes.Schemes,
            Routes = RouteReader.Read(top, schemes.Ids),
        };
        if (!context.HasErrors)
        {
            ExchangeReader.Check(configuration, Report);
            SignInReader.Check(configuration, Report);
        }

        return configuration;

        void Report(string path, string code, string message, string? suggestion) =>
            context.Error(path, context.Marks.GetValueOrDefault(path) ?? new(1, 1), code, message, suggestion);
    }

    private static (string, string?)? Missing(SectionReader top, string key) =>
        key == "routes" ? ("there are no routes: 'routes' is missing", "add at least one route with name, match, access and upstream") : null;

    private static Secret? AdminToken(SectionReader top)
    {
        if (top.Text("admin-token") is not { } token)
            return null;
        if (token.Length >= 16 && ValueRules.IsFieldValue(token))
            return new Secret(token);
        top.Report("admin-token", "weak-admin-token", "'admin-token' has less than 16 characters or characters that no field value has", "use ${env:NAME} or ${file:path} with a random value");
        return null;
    }

    private static StoreAddress Store(SectionReader top)
    {
        const string Sqlite = "sqlite:";
        var text = top.Text("store") ?? "sqlite:countersign.db";
        try
        {
            var store = StoreAddress.Parse(text);
            return store.File is null ? store : StoreAddress.OfFile(top.Context.Absolute(text[Sqlite.Length..]));
        }
        catch (StoreUnavailableException)
        {
            // The value may hold a password: it is not repeated.
            top.Report("store", "unknown-store", "'store' is no address of a store", "write sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE");
            return StoreAddress.OfFile("countersign.db");
        }
    }

    private static IdentityHeaders Identity(SectionReader top)
    {
        var defaults = new IdentityHeaders();
        return top.Section("identity") is not { } section ? defaults : new IdentityHeaders
        {
            User = Field(section, "user", defaults.User),
            Groups = Field(section, "groups", defaults.Groups),
            Email = Field(section, "email", defaults.Email),
        };
    }

    internal static string? Field(SectionReader section, string key, string? fallback)
    {
        var name = section.TextOrNone(key, fallback);
        if (name is null)
            return name;
        if (!ValueRules.IsToken(name))
            section.Report(key, "bad-field-name", $"{section.Shown(key)} is not a field name", null);
        else if (!ValueRules.IsFreeToUse(name))
            section.Report(key, "reserved-field", $"{section.Shown(key)} has a meaning of its own and cannot carry an identity", "use a field of your own, such as X-Forwarded-User");
        return name;
    }

    private static JournalConfiguration Journal(SectionReader top)
    {
        var defaults = new JournalConfiguration();
        return top.Section("journal") is not { } section ? defaults : new JournalConfiguration
        {
            Retention = section.Duration("retention", defaults.Retention),
            MaxRows = section.Integer("max-rows", defaults.MaxRows),
        };
    }

    private static LimitOptions Limits(SectionReader top)
    {
        var defaults = new LimitOptions();
        return top.Section("limits") is not { } section ? defaults : new LimitOptions
        {
            AttemptsPerName = section.Integer("attempts-per-name", defaults.AttemptsPerName),
            AttemptsWindow = section.Duration("attempts-window", defaults.AttemptsWindow),
            RefusalsPerMinute = section.Integer("refusals-per-minute", defaults.RefusalsPerMinute),
            PasswordWorkers = section.Integer("password-workers", defaults.PasswordWorkers),
            PasswordQueue = section.Integer("password-queue", defaults.PasswordQueue),
        };
    }

    private static Uri? Otlp(SectionReader top)
    {
        if (top.Section("telemetry") is not { } section || section.Text("otlp") is not { } text)
            return null;
        if (ValueRules.UrlFault(text, out var url) is not { } fault)
            return url;
        section.Report("otlp", "bad-url", $"'otlp' {fault}", null);
        return null;
    }
}
