using System.Data.Common;

namespace Countersign.AspNetCore.Stores;

/// <summary>
/// A query by one key that requests wait for. On a connection that comes again, as SQLite's does, its statement is compiled once; columns are read by their
/// places, since looking for them by name and kind takes longer than the query.
/// </summary>
/// <param name="sql">The query; its parameter is <c>@key</c>.</param>
internal sealed class KeptQuery(string sql)
{
    private DbCommand? _kept;

    /// <summary>Reads the first row of the answer; default when there is none.</summary>
    public T? Find<T>(DbConnection connection, object key, Func<DbDataReader, T> read)
    {
        // Taken away meanwhile: PostgreSQL's connections are used by several at once, and each makes its own.
        var command = Interlocked.Exchange(ref _kept, null);
        if (command is null || !ReferenceEquals(command.Connection, connection))
        {
            command?.Dispose();
            command = Make(connection);
        }

        command.Parameters[0].Value = key;
        try
        {
            using var reader = command.ExecuteReader();
            return reader.Read() ? read(reader) : default;
        }
        finally
        {
            Interlocked.Exchange(ref _kept, command)?.Dispose();
        }
    }

    private DbCommand Make(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        var parameter = command.CreateParameter();
        parameter.ParameterName = "key";
        command.Parameters.Add(parameter);
        return command;
    }
}
