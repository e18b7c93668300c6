using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads YAML text into a tree with places. Anchors, aliases, tags and further documents are refused: none is needed.</summary>
internal sealed class YamlTreeReader
{
    private const int MaxDepth = 32;

    private readonly ReadingContext _context;
    private readonly Parser _parser;
    private int _depth;

    private YamlTreeReader(string text, ReadingContext context)
    {
        _context = context;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The tree, or null when there is none; what is wrong is in the context.</summary>
    public static YamlValue? Read(string text, ReadingContext context)
    {
        if (HasTabs(text, context))
            return null;

        try
        {
            return new YamlTreeReader(text, context).ReadDocument();
        }
        catch (YamlException e)
        {
            context.Error("", At(e.Start), "not-yaml", "this is not YAML: " + Plain(e.Message), null);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException)
        {
            context.Error("", new Mark(1, 1), "not-yaml", "this is not YAML", null);
        }

        return null;
    }

    private YamlValue? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var value = ReadValue();
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            _context.Error("", At(second.Start), "second-document", "a second YAML document begins here", "keep one document in the file");
        return value;
    }

    private YamlValue? ReadValue()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            _context.Error("", At(alias.Start), "yaml-alias", "YAML aliases (*name) are not taken", "write the value out, or quote a text that begins with *");
            return null;
        }

        if (_parser.Current is NodeEvent node)
            RefuseExtras(node);
        if (_parser.TryConsume<Scalar>(out var scalar))
            return new YamlText(At(scalar.Start), scalar.Value, scalar.Style == ScalarStyle.Plain);
        if (++_depth > MaxDepth)
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"nested deeper than {MaxDepth} levels");

        YamlValue? value = null;
        if (_parser.TryConsume<SequenceStart>(out var sequence))
            value = ReadList(sequence);
        else if (_parser.TryConsume<MappingStart>(out var mapping))
            value = ReadMap(mapping);
        else
            _parser.MoveNext();
        _depth--;
        return value;
    }

    private YamlList ReadList(SequenceStart start)
    {
        var items = ImmutableArray.CreateBuilder<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            if (ReadValue() is { } item)
                items.Add(item);
        }

        return new YamlList(At(start.Start), items.ToImmutable());
    }

    private YamlMap ReadMap(MappingStart start)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadValue();
            var value = ReadValue();
            if (key is YamlText { Text: var name } && value is not null)
                entries.Add(new YamlEntry(name, key.Mark, value));
            else if (key is not (null or YamlText))
                _context.Error("", key.Mark, "wrong-type", "a key has to be a text", null);
        }

        return new YamlMap(At(start.Start), entries.ToImmutable());
    }

    private void RefuseExtras(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
            _context.Error("", At(node.Start), "yaml-anchor", "YAML anchors (&name) are not taken", "write the value out where it is needed");
        // `!` is the tag that the parser itself gives quoted texts in some versions.
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
            _context.Error("", At(node.Start), "yaml-tag", "YAML tags (!name) are not taken", "remove the tag");
    }

    private static bool HasTabs(string text, ReadingContext context)
    {
        var number = 0;
        var found = false;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var content = line.TrimStart();
            var tab = line[..(line.Length - content.Length)].IndexOf('\t');
            if (tab < 0 || content.IsEmpty || content[0] == '#')
                continue;
            context.Error("", new Mark(number, tab + 1), "tab-indentation", "a tab in the indentation", "indent with spaces");
            found = true;
        }

        return found;
    }

    private static Mark At(YamlDotNet.Core.Mark mark) => new(Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    // The parser's sentence as part of ours.
    private static string Plain(string message)
    {
        var line = message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        return line.Length > 0 && char.IsUpper(line[0]) ? char.ToLowerInvariant(line[0]) + line[1..] : line;
    }
}
