using System.Text;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

/// <summary>One value a line in, one JSON object a line out.</summary>
internal static class ReadLines
{
    private const int Longest = 64 * 1024;

    public static void Answer(TextReader input, TextWriter output, Func<string, ReadAnswer> read, Func<WireFault, ReadAnswer> refuse)
    {
        var chunk = new char[16 * 1024];
        var line = new StringBuilder();
        var isTooLong = false;
        int count;
        while ((count = input.Read(chunk, 0, chunk.Length)) > 0)
        {
            var rest = chunk.AsSpan(0, count);

            // A CR alone ends no line: within a value it is a fault to be told.
            for (var end = rest.IndexOf('\n'); end >= 0; end = rest.IndexOf('\n'))
            {
                Append(rest[..end]);
                AnswerLine();
                rest = rest[(end + 1)..];
            }

            Append(rest);

            // Whoever writes a line and waits for its answer gets it.
            output.Flush();
        }

        if (line.Length > 0)
            AnswerLine();
        output.Flush();

        void Append(ReadOnlySpan<char> text)
        {
            // One more, for the CR of a CRLF.
            var room = Longest + 1 - line.Length;
            isTooLong |= text.Length > room;
            line.Append(text[..Math.Min(room, text.Length)]);
        }

        void AnswerLine()
        {
            if (line.Length > 0 && line[^1] == '\r')
                line.Length--;
            var answer = isTooLong || line.Length > Longest ? refuse(new WireFault("value-too-long", Longest, 0)) : read(line.ToString());
            output.Write(answer.Json);
            output.Write('\n');
            line.Clear();
            isTooLong = false;
        }
    }
}
