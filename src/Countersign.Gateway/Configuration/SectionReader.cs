using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Countersign.AspNetCore.Words;

namespace Countersign.Gateway.Configuration;

/// <summary>
/// One mapping of the file, read by the table of keys: unknown, doubled and missing keys are reported when it is opened,
/// wrong values when they are asked for.
/// </summary>
internal sealed class SectionReader
{
    private readonly string _section;
    private readonly Dictionary<string, YamlEntry> _entries = [];

    private SectionReader(ReadingContext context, string section, string path, Mark mark)
    {
        Context = context;
        _section = section;
        Path = path;
        Mark = mark;
    }

    public ReadingContext Context { get; }

    public string Path { get; }

    public Mark Mark { get; }

    /// <summary>Opens a mapping, or reports that the value is none; <c>missing</c> may have better words for a missing key.</summary>
    public static SectionReader? Open(
        ReadingContext context, string section, string path, YamlValue value, Func<SectionReader, string, (string Message, string? Suggestion)?>? missing = null)
    {
        context.Place(path, value.Mark);
        if (value is not YamlMap map)
        {
            context.Error(path, value.Mark, "wrong-type", $"{LastOf(path)} has to be a mapping of keys, not {KindOf(value)}", null);
            return null;
        }

        var reader = new SectionReader(context, section, path, value.Mark);
        reader.Take(map);
        foreach (var key in ConfigurationKeys.Of(section).Where(key => key.Required && !reader._entries.ContainsKey(key.Name)))
        {
            var (message, suggestion) = missing?.Invoke(reader, key.Name) ?? ($"'{key.Name}' is missing", key.Sentence);
            context.Error(reader.PathOf(key.Name), value.Mark, "missing-key", message, suggestion);
        }

        return reader;
    }

    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    public Mark MarkOf(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value.Mark : Mark;

    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>The value as it stands; null when the key is absent or has no value, which is reported.</summary>
    public YamlValue? Find(string key)
    {
        var known = ConfigurationKeys.Get(_section, key);
        if (!_entries.TryGetValue(key, out var entry))
            return null;
        if (entry.Value is not YamlText { IsNull: true } || known.MayBeNone)
            return entry.Value;
        Report(key, "no-value", $"'{key}' has no value", "give it one or remove the line");
        return null;
    }

    public SectionReader? Section(string key) =>
        Find(key) is { } value ? Open(Context, ConfigurationKeys.Get(_section, key).Child, PathOf(key), value) : null;

    public string? Text(string key)
    {
        if (Find(key) is not { } value || Scalar(key, PathOf(key), value) is not { } text)
            return null;
        if (text.Length > 0)
            return text;
        Report(key, "no-value", $"'{key}' is empty", null);
        return null;
    }

    /// <summary>A text, or null for <c>none</c>; the fallback when the key is absent.</summary>
    public string? TextOrNone(string key, string? fallback)
    {
        if (!Has(key))
            return fallback;
        return Find(key) is YamlText { IsNull: true } or YamlText { Text: "none" } ? null : Text(key);
    }

    public string Choice(string key, string fallback)
    {
        var choices = ConfigurationKeys.Get(_section, key).Choices;
        if (Text(key) is not { } text)
            return fallback;
        if (choices.Contains(text))
            return text;
        Report(key, "unknown-value", $"'{key}' cannot be {Shown(key)}", Meant(text, choices));
        return fallback;
    }

    public ImmutableArray<string> ChoicesOf(string key) => ConfigurationKeys.Get(_section, key).Choices;

    public bool Boolean(string key, bool fallback)
    {
        switch (Text(key))
        {
            case null:
                return fallback;
            case "true":
                return true;
            case "false":
                return false;
            default:
                Report(key, "wrong-type", $"'{key}' has to be true or false, not {Shown(key)}", null);
                return fallback;
        }
    }

    public int Integer(string key, int fallback)
    {
        if (Text(key) is not { } text)
            return fallback;
        var row = ConfigurationKeys.Get(_section, key);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= row.Minimum && number <= row.Maximum)
            return number;
        var range = row.Maximum == int.MaxValue ? $"{row.Minimum} on" : $"{row.Minimum} to {row.Maximum}";
        Report(key, "wrong-type", $"'{key}' has to be a whole number from {range}, not {Shown(key)}", null);
        return fallback;
    }

    public TimeSpan Duration(string key, TimeSpan fallback)
    {
        if (Text(key) is not { } text)
            return fallback;
        var known = ConfigurationKeys.Get(_section, key);
        if ((known.MayBeZero && text == "0s" ? TimeSpan.Zero : DurationText.Read(text)) is not { } duration)
        {
            Report(key, "bad-duration", $"'{key}' is not a duration: {Shown(key)}", "write a whole number and a unit: 500ms, 10s, 5m, 12h, 30d");
            return fallback;
        }

        if (known.Longest is { } longest && duration > DurationText.Read(longest))
            Report(key, "long-duration", $"'{key}' is too long: {Shown(key)}", $"{longest} is the longest");
        return duration;
    }

    /// <summary>The absolute name of a readable file.</summary>
    public string? File(string key) => Text(key) is { } name
        ? Context.ReadableFile(name, Shown(key), PathOf(key), MarkOf(key), ConfigurationKeys.Get(_section, key).IsWatched)
        : null;

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public ImmutableArray<(string Text, string Shown, string Path, Mark Mark)> Items(string key) => Find(key) is { } value ? ItemsOf(key, PathOf(key), value) : [];

    private ImmutableArray<(string Text, string Shown, string Path, Mark Mark)> ItemsOf(string key, string path, YamlValue value)
    {
        if (value is not YamlList list)
            return Scalar(key, path, value) is { } only ? [(only, ShownOf(value), path, value.Mark)] : [];

        var items = ImmutableArray.CreateBuilder<(string, string, string, Mark)>();
        foreach (var (item, i) in list.Items.Select((item, i) => (item, i)))
        {
            var place = $"{path}[{i}]";
            Context.Place(place, item.Mark);
            if (Scalar(key, place, item) is { } text)
                items.Add((text, ShownOf(item), place, item.Mark));
        }

        return items.ToImmutable();
    }

    public ImmutableArray<string> Texts(string key) => [.. Items(key).Select(item => item.Text)];

    /// <summary>The items that pass the rule, which gets the text and what may be shown of it; the others are reported.</summary>
    public ImmutableArray<string> Texts(string key, string code, Func<string, string, (string Message, string? Suggestion)?> rule)
    {
        var good = ImmutableArray.CreateBuilder<string>();
        foreach (var (text, shown, path, mark) in Items(key))
        {
            if (rule(text, shown) is var (message, suggestion))
                Context.Error(path, mark, code, message, suggestion);
            else
                good.Add(text);
        }

        return good.ToImmutable();
    }

    public ImmutableArray<IPNetwork> Networks(string key)
    {
        var texts = Texts(key, "bad-network", (text, shown) => ValueRules.Network(text) is null
            ? ($"{shown} is not an address or a network", "write 192.0.2.7 or 192.0.2.0/24, without host bits")
            : null);
        return [.. texts.Select(text => ValueRules.Network(text)!.Value)];
    }

    /// <summary>A mapping of field names to values; a rule says what is wrong with one of them.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Fields(string key, Func<string, string, (string Message, string? Suggestion)?>? rule = null)
    {
        if (Find(key) is not { } value)
            return [];
        if (value is not YamlMap map)
        {
            Report(key, "wrong-type", $"'{key}' has to be a mapping of fields to values, not {KindOf(value)}", null);
            return [];
        }

        var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var entry in map.Entries)
        {
            var path = $"{PathOf(key)}.{entry.Key}";
            if (!ValueRules.IsToken(entry.Key))
                Context.Error(path, entry.KeyMark, "bad-field-name", $"'{entry.Key}' is not a field name", null);
            else if (fields.Any(field => field.Key.Equals(entry.Key, StringComparison.OrdinalIgnoreCase)))
                Context.Error(path, entry.KeyMark, "duplicate-key", $"'{entry.Key}' is given twice", "field names are compared without case");
            else if (Scalar(entry.Key, path, entry.Value) is not { } text)
                continue;
            else if (!ValueRules.IsFieldValue(text))
                Context.Error(path, entry.Value.Mark, "bad-field-value", $"the value of '{entry.Key}' has control characters", null);
            else if (rule?.Invoke(entry.Key, text) is var (message, suggestion))
                Context.Error(path, entry.KeyMark, "reserved-field", message, suggestion);
            else
                fields.Add(new(entry.Key, text));
        }

        return fields.ToImmutable();
    }

    /// <summary>A mapping of names to one text or several.</summary>
    public ImmutableArray<(string Name, ImmutableArray<string> Values)> Lists(string key)
    {
        if (Find(key) is not { } value)
            return [];
        if (value is not YamlMap map)
        {
            Report(key, "wrong-type", $"'{key}' has to be a mapping of names to values, not {KindOf(value)}", null);
            return [];
        }

        var lists = ImmutableArray.CreateBuilder<(string, ImmutableArray<string>)>();
        foreach (var entry in map.Entries)
        {
            var path = $"{PathOf(key)}.{entry.Key}";
            if (lists.Any(list => list.Item1 == entry.Key))
                Context.Error(path, entry.KeyMark, "duplicate-key", $"'{entry.Key}' is given twice", null);
            else if (entry.Value is YamlList { Items.IsEmpty: true })
                Context.Error(path, entry.Value.Mark, "no-value", $"'{entry.Key}' is an empty list", null);
            else
                lists.Add((entry.Key, [.. ItemsOf(entry.Key, path, entry.Value).Select(item => item.Text)]));
        }

        return lists.ToImmutable();
    }

    public void Report(string key, string code, string message, string? suggestion) =>
        Context.Error(PathOf(key), MarkOf(key), code, message, suggestion);

    /// <summary>The value as it is written, placeholders unfilled, so that no secret is shown.</summary>
    public string Shown(string key) => _entries.TryGetValue(key, out var entry) ? ShownOf(entry.Value) : "that";

    public static string Meant(string written, IEnumerable<string> names) =>
        NearestName.Of(written, names) is { } near ? $"did you mean '{near}'?" : $"possible here: {string.Join(", ", names)}";

    internal static string KindOf(YamlValue value) => value switch
    {
        YamlList => "a list",
        YamlMap => "a mapping",
        YamlText { IsNull: true } => "nothing",
        _ => "a text",
    };

    private static string ShownOf(YamlValue value) => value is YamlText text ? $"'{text.Text}'" : KindOf(value);

    private static string LastOf(string path) => path.Length == 0 ? "the file" : $"'{path[(path.LastIndexOf('.') + 1)..]}'";

    private string? Scalar(string key, string path, YamlValue value)
    {
        if (value is YamlText { IsNull: false } text)
            return Context.TryResolve(text, path, out var resolved) ? resolved : null;
        Context.Error(path, value.Mark, "wrong-type", $"'{key}' has to be a text, not {KindOf(value)}", null);
        return null;
    }

    private void Take(YamlMap map)
    {
        var known = ConfigurationKeys.Of(_section).Select(key => key.Name).ToArray();
        foreach (var entry in map.Entries)
        {
            Context.Place(PathOf(entry.Key), entry.KeyMark);
            if (!known.Contains(entry.Key))
                Context.Error(PathOf(entry.Key), entry.KeyMark, "unknown-key", $"unknown key '{entry.Key}'", Meant(entry.Key, known.Where(name => !map.Entries.Any(other => other.Key == name))));
            else if (_entries.TryGetValue(entry.Key, out var first))
                Context.Error(PathOf(entry.Key), entry.KeyMark, "duplicate-key", $"'{entry.Key}' is given twice", $"the first is on line {first.KeyMark.Line}");
            else
                _entries.Add(entry.Key, entry);
        }
    }
}
