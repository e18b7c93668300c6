using System.Collections;
using System.Reflection;
using System.Text;

namespace Countersign.Inspector.Tests.Intake;

/// <summary>Every text that can be reached from an object, whatever it is private to.</summary>
internal static class Everything
{
    public static IEnumerable<string> TextsOf(object? root)
    {
        var (seen, open) = (new HashSet<object>(ReferenceEqualityComparer.Instance), new Stack<object?>([root]));
        while (open.TryPop(out var each))
        {
            switch (each)
            {
                case null:
                    continue;
                case string text:
                    yield return text;
                    continue;
                case byte[] octets:
                    yield return Encoding.UTF8.GetString(octets);
                    yield return Encoding.Latin1.GetString(octets);
                    yield return Encoding.Unicode.GetString(octets);
                    continue;
                case Uri uri:
                    yield return uri.OriginalString;
                    yield return uri.AbsoluteUri;
                    continue;
                case ReadOnlyMemory<byte> memory:
                    open.Push(memory.ToArray());
                    continue;
                case System.Text.Json.JsonElement json:
                    if (json.ValueKind != System.Text.Json.JsonValueKind.Undefined)
                        yield return json.GetRawText();
                    continue;
            }

            var type = each.GetType();
            if (type.IsPrimitive || type.IsEnum || (!type.IsValueType && !seen.Add(each)) || type.Namespace?.StartsWith("System.Reflection", StringComparison.Ordinal) == true)
                continue;
            if (each is IEnumerable items)
            {
                foreach (var item in items)
                    open.Push(item);
            }

            if (type.Namespace?.StartsWith("Countersign", StringComparison.Ordinal) != true && !(type.IsGenericType && (type.Name.StartsWith("ValueTuple", StringComparison.Ordinal) || type.Name.StartsWith("KeyValuePair", StringComparison.Ordinal))))
                continue;
            for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
            {
                foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    open.Push(field.GetValue(each));
            }
        }
    }
}
