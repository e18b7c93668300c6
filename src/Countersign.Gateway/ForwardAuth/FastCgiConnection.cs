using System.Buffers.Binary;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>
/// One question over FastCGI 1.0 (§5, §6.3): the authorizer's request in, its answer out, and the end of the connection. What is no such request, or longer
/// than a server's head of fields may be, ends it without an answer.
/// </summary>
internal static class FastCgiConnection
{
    /// <summary>All parameters together; as much as the fields of a request may be, and their names anew.</summary>
    private const int MostParameters = 64 << 10;

    /// <summary>Records of a question: a proxy that sends many with little in them holds up nobody else.</summary>
    private const int MostRecords = 1024;
    private const ushort Authorizer = 2;

    /// <summary>For the whole of a question.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>For its next part: who says nothing keeps others waiting no longer than this.</summary>
    private static readonly TimeSpan PatienceWithSilence = TimeSpan.FromSeconds(2);

    /// <summary>Reads the question. What is wrong with it instead, or that none came, is in the problem.</summary>
    /// <exception cref="OperationCanceledException">It did not come to an end in time.</exception>
    public static async Task<(FastCgiQuestion? Question, ushort RequestId, string Problem)> ReadAsync(Stream connection, CancellationToken end)
    {
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(end);
        using var part = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
        whole.CancelAfter(Patience);
        var cancel = part.Token;
        var head = new byte[FastCgiRecord.HeadLength];
        using var parameters = new MemoryStream();
        ushort request = 0;
        for (var records = 0; records < MostRecords; records++)
        {
            part.CancelAfter(PatienceWithSilence);
            await connection.ReadExactlyAsync(head, cancel);
            if (FastCgiRecord.Read(head) is not { } record)
                return (null, 0, "this is no FastCGI 1.0");
            var content = new byte[record.Length + record.Padding];
            await connection.ReadExactlyAsync(content, cancel);
            var octets = content.AsMemory(0, record.Length);
            switch (record.Type)
            {
                case FastCgiRecord.BeginRequest when request == 0 && record is { RequestId: > 0, Length: 8 }:
                    if (BinaryPrimitives.ReadUInt16BigEndian(octets.Span) != Authorizer)
                        return (null, record.RequestId, "another role than the authorizer's was asked for");
                    request = record.RequestId;
                    break;
                case FastCgiRecord.Params when request == record.RequestId && request > 0:
                    if (record.Length == 0)
                        return (FastCgiQuestion.Read(parameters.GetBuffer().AsSpan(0, (int)parameters.Length)), request, "the parameters can't be read");
                    if (parameters.Length + record.Length > MostParameters)
                        return (null, request, "the parameters are too long");
                    parameters.Write(octets.Span);
                    break;
                default:
                    return (null, request, "a record came out of order");
            }
        }

        return (null, request, "there are too many records");
    }

    /// <summary>Writes an answer and the end of the request.</summary>
    public static async Task WriteAsync(Stream connection, ushort requestId, ReadOnlyMemory<byte> answer, CancellationToken cancel)
    {
        using var records = new MemoryStream();
        for (var at = 0; at < answer.Length; at += ushort.MaxValue)
            FastCgiRecord.Write(records, FastCgiRecord.Stdout, requestId, answer.Span.Slice(at, Math.Min(ushort.MaxValue, answer.Length - at)));
        FastCgiRecord.Write(records, FastCgiRecord.Stdout, requestId, []);
        FastCgiRecord.Write(records, FastCgiRecord.EndRequest, requestId, new byte[8]);
        await connection.WriteAsync(records.GetBuffer().AsMemory(0, (int)records.Length), cancel);
    }
}
