using System.Buffers;
using System.Text;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using SQLitePCL;

namespace Cartwright.Sqlite;

/// <summary>
/// One prepared statement: takes its parameters in order, gives the columns of its rows in order. Entities read
/// and write themselves directly through it, so that a row costs no object but its strings.
/// </summary>
internal sealed class Statement(Connection connection, sqlite3_stmt handle) : IColumnReader, IColumnWriter, IDisposable
{
    private const int StackBytesMax = 512;
    private const int CachedBytesMax = 16;

    // A replaced character would be a silent change of an acknowledged text.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // The short text that each column had last: statuses and empty lists repeat from row to row.
    private readonly string?[] _lastTexts = new string?[raw.sqlite3_column_count(handle)];
    private readonly nint _pointer = handle.DangerousGetHandle();
    private int _column;
    private int _parameter;

    /// <summary>Whether it has given a row and was neither run to its end nor begun again.</summary>
    public bool HasOpenRows => raw.sqlite3_stmt_busy(handle) != 0;

    /// <summary>Starts again with the first parameter; a running execution is over.</summary>
    public Statement BeginExecution()
    {
        _parameter = 0;
        raw.sqlite3_reset(handle);
        return this;
    }

    /// <summary>Goes to the next row; false where there is none.</summary>
    public bool Step()
    {
        _column = 0;
        var result = raw.sqlite3_step(handle);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        raw.sqlite3_reset(handle);
        return result == raw.SQLITE_DONE ? false : throw connection.Fault(result);
    }

    /// <summary>Runs a statement without rows, and returns its result as it is.</summary>
    public int TryRun()
    {
        var result = raw.sqlite3_step(handle);
        raw.sqlite3_reset(handle);
        return result is raw.SQLITE_DONE or raw.SQLITE_ROW ? raw.SQLITE_OK : result;
    }

    /// <summary>Runs a statement without rows.</summary>
    /// <returns>How many rows it has changed.</returns>
    public int ExecuteOnce()
    {
        var result = TryRun();
        return result == raw.SQLITE_OK ? connection.Changes : throw connection.Fault(result);
    }

    public long ReadNumber() => Native.Number(_pointer, _column++);

    public long? ReadNumberOrNull()
    {
        var column = _column++;
        var value = Native.Number(_pointer, column);
        return value != 0 || Native.TypeOf(_pointer, column) != raw.SQLITE_NULL ? value : null;
    }

    public string? ReadText()
    {
        var column = _column++;
        var bytes = raw.sqlite3_column_blob(handle, column);
        if (bytes.IsEmpty)
        {
            return Native.TypeOf(_pointer, column) == raw.SQLITE_NULL ? null : string.Empty;
        }

        if (bytes.Length > CachedBytesMax)
        {
            return Utf8.GetString(bytes);
        }

        ref var last = ref _lastTexts[column];
        if (last is null || !Ascii.Equals(bytes, last))
        {
            last = Utf8.GetString(bytes);
        }

        return last;
    }

    public byte[] Bytes() => raw.sqlite3_column_blob(handle, _column++).ToArray();

    public void WriteNumber(long value) => Check(Native.BindNumber(_pointer, ++_parameter, value));

    public void WriteNumberOrNull(long? value)
    {
        if (value is { } number)
        {
            WriteNumber(number);
        }
        else
        {
            Check(Native.BindNull(_pointer, ++_parameter));
        }
    }

    public void WriteText(string? value)
    {
        if (value is null)
        {
            Check(Native.BindNull(_pointer, ++_parameter));
            return;
        }

        var length = Utf8.GetMaxByteCount(value.Length);
        var rented = length > StackBytesMax ? ArrayPool<byte>.Shared.Rent(length) : null;
        var buffer = rented ?? stackalloc byte[StackBytesMax];
        try
        {
            Check(raw.sqlite3_bind_text(handle, ++_parameter, buffer[..Utf8.GetBytes(value, buffer)]));
        }
        catch (EncoderFallbackException half)
        {
            throw new PoisonFault("The text has half a character, which cannot be stored.", half);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    public void Bytes(ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(handle, ++_parameter, value));

    /// <summary>The key as a parameter.</summary>
    public void Key(Key key)
    {
        if (key.Text is null)
        {
            WriteNumber(key.Id);
        }
        else
        {
            WriteText(key.Text);
        }
    }

    public void Dispose() => handle.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw connection.Fault(result);
        }
    }
}
