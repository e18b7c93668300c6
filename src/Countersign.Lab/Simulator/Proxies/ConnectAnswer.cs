using System.Buffers;
using System.Globalization;
using System.Text;

namespace Countersign.Lab.Simulator.Proxies;

/// <summary>Answers to CONNECT, which no server writes for us.</summary>
internal static class ConnectAnswer
{
    /// <summary>The tunnel is open: no content, and nothing about any (RFC 9110 §9.3.6).</summary>
    /// <param name="mark">What the mark of the answer names.</param>
    /// <param name="info">What is said to those who got through; null for nothing.</param>
    public static byte[] Opened(string mark, string? info)
    {
        var told = info is null ? "" : $"{ProxyFields.Info}: {info}\r\n";
        return Encoding.Latin1.GetBytes($"HTTP/1.1 200 Connection established\r\n{AnswerWriter.Mark}: {mark}\r\n{told}\r\n");
    }

    /// <summary>It is not.</summary>
    public static byte[] Refused(string mark, SimulatedRequest request, SimulatedAnswer answer)
    {
        var content = new ArrayBufferWriter<byte>(1024);
        DiagnosisJson.Write(content, request, answer.Status, answer.Diagnosis!);
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} {AnswerWriter.Title(answer.Status)}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Date: {request.Now.ToString("R", CultureInfo.InvariantCulture)}\r\n");
        foreach (var (name, value) in answer.Fields)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"{AnswerWriter.Mark}: {mark}\r\nContent-Type: application/problem+json\r\nContent-Length: {content.WrittenCount}\r\n\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. content.WrittenSpan];
    }
}
